"""Names of programming languages, as the classes of highlighted code have them."""

_NAMES = """
    ada applescript asm awk bash basic bibtex c clojure cmake cobol coffeescript cpp crystal csharp css
    csv cuda d dart delphi diff dockerfile elisp elixir elm erlang fish fortran fsharp gherkin glsl go
    graphql groovy haml haskell hcl html http ini java javascript js json json5 jsx julia kotlin latex
    less lisp lua make makefile markdown matlab mermaid nginx nim nix objc objectivec ocaml octave
    pascal perl php powershell prolog protobuf ps1 purescript python python3 py r racket rb rs rst ruby
    rust sass scala scheme scss sh shell smalltalk sml solidity sparql sql svelte swift tcl terraform
    tex toml ts tsx typescript vb verilog vhdl vim vue wasm xml yaml yml zig zsh
"""
LANGUAGES = frozenset(_NAMES.split())
"""Told by a class without anything around them that says so: `<pre class="code python">`."""

NO_LANGUAGES = frozenset(
    (
        "highlight",
        "highlighter-rouge",
        "plaintext",
        "text",
        "none",
        "plain",
        "nohighlight",
        "default",
        "wrapper",
        "container",
    )
)
"""What highlighters write where they know no language."""

USUAL = {"jscript": "javascript"}
"""The names that everybody else has for a language."""
