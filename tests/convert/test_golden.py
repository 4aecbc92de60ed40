"""Golden pairs: what blogs send beside the Markdown that it must become."""

import pytest

from tests.convert.rendering import kinds
from tui_blog.convert.html import to_markdown

PAGE = "https://blog.example/2024/post.html"

PAIRS = {
    "paragraphs": ("<p>One.</p><p>Two<br>lines.</p>", "One.\n\nTwo  \nlines."),
    "breaks part paragraphs": ("One.<br><br>Two.", "One.\n\nTwo."),
    "a nested list": ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
    "a list in a list without item": ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
    "numbers as told": ("<ol start=3><li>a<li value=7>b<li>c</ol>", "3. a\n7. b\n8. c"),
    "items without list": ("<p>Text</p><li>one</li>", "Text\n\n- one"),
    "text within a list": ("<ul>stray<li>a</li>more</ul>", "- stray\n- amore"),
    "tasks": ("<ul><li><input type=checkbox checked> done</ul>", "- [x] done"),
    "quotes": ("<blockquote><p>a</p><blockquote>b</blockquote></blockquote>", "> a\n>\n> > b"),
    "a rule": ("<p>a</p><hr><p>b</p>", "a\n\n---\n\nb"),
    "a rule in an item": ("<ul><li><hr></li></ul>", "- ***"),
    "a program": ('<pre><code class="language-py">x = 1\n\ny</code></pre>', "```py\nx = 1\n\ny\n```"),
    "a program with fences": ("<pre>a\n```\nb</pre>", "````\na\n```\nb\n````"),
    "lines told by breaks": ("<pre>a<br>b</pre>", "```\na\nb\n```"),
    "numbered lines": (
        '<table><tr><td class="gutter"><pre>1\n2</pre></td><td><pre lang="">a\nb</pre></td></tr></table>',
        "```\na\nb\n```",
    ),
    "a program within inline code": (
        '<div>see <code class="lang-py"><pre>\na\nb</pre></code> here</div>',
        "see\n\n```py\na\nb\n```\n\nhere",
    ),
    "a heading within a link": ('<a href="/x"> <h3>t</h3> </a>', "### [t](https://blog.example/x)"),
    "a rule within a heading": ("<h4><hr>More</h4>", "#### More"),
    "emphasis around a link": ('a<b><a href="/x">b</a></b>c', "a[**b**](https://blog.example/x)c"),
    "code with backticks": ("<code>a`b</code>", "`` a`b ``"),
    "a link that is all of its code": ('<code><a href="/x">y</a></code>', "[`y`](https://blog.example/x)"),
    "a link in a heading": ('<h2><a href="/x">T</a></h2>', "## [T](https://blog.example/x)"),
    "a table": ("<table><tr><th>A<th>B<tr><td>1|2<td>3</table>", "| A | B |\n| --- | --- |\n| 1\\|2 | 3 |"),
    "spans": (
        "<table><tr><th colspan=2>H<tr><td rowspan=2>a<td>b<tr><td>c</table>",
        "| H |  |\n| --- | --- |\n| a | b |\n|  | c |",
    ),
    "a table that arranges a page": ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", "a\n\nb"),
    "a footnote": ('Text<sup><a href="#fn1">1</a></sup>.', "Text\\[1\\]."),
    "the way back from a footnote": ('<p>Note <a href="#fnref1">↩</a></p>', "Note"),
    "a footnote and its note": (
        '<p>A<sup><a href="#fn1">1</a></sup></p><p id="fn1">The note.</p>',
        "A[\\[1\\]](#note-1)\n\n[↑](#ref-1) The note.",
    ),
    "a note that is nowhere's beginning": (
        '<p>A<sup><a href="#fn1">1</a></sup></p><p>Well, <a id="fn1"></a>a note.</p>',
        "A\\[1\\]\n\nWell, a note.",
    ),
    "a link to a heading": (
        '<a href="#x">go</a><h2 id="x">What\'s <em>new</em>, H<sub>2</sub>O?</h2>',
        "[go](#whats-new-h2o)\n\n## What's *new*, H₂O?",
    ),
    "a link to an anchor before a heading": (
        '<a href="https://blog.example/2024/post.html#x">go</a><a name="x"></a><h2>New</h2>',
        "[go](#new)\n\n## New",
    ),
    "a link to another place of its page": (
        '<a href="#x">go</a><p id="x">x</p>',
        "[go](https://blog.example/2024/post.html#x)\n\nx",
    ),
    "a heading's link to itself": ('<h2 id="x"><a href="#x">New</a></h2>', "## New"),
    "a link that calls itself inner": (
        '<a inner href="javascript:x">a</a> <a inner named="x" href="#note-1">b</a>',
        "a [b](https://blog.example/2024/post.html#note-1)",
    ),
    "a picture": ('<img src="a b.png" alt="A [b]">', "![A \\[b\\]](https://blog.example/2024/a%20b.png)"),
    "a lazy picture": ('<img src="data:x" data-src="/l.png">', "![](https://blog.example/l.png)"),
    "the largest picture": (
        '<picture><source srcset="/s.png 1w, /l.png 9w"><img></picture>',
        "![](https://blog.example/l.png)",
    ),
    "a counting pixel": ('a<img src="/p.gif" width=1 height=1>', "a"),
    "a smiley": ('a <img class="wp-smiley" src="/s.png" alt="🙂">', "a 🙂"),
    "a video": (
        '<iframe src="https://www.youtube.com/embed/abcdefghijk" title="Talk"></iframe>',
        "[▶ YouTube: Talk](https://www.youtube.com/watch?v=abcdefghijk)",
    ),
    "a video of several sources": (
        '<video><source src="/v.mp4"></video>',
        "[▶ v.mp4](https://blog.example/v.mp4)",
    ),
    "a player without a title of its own": (
        '<iframe src="https://player.vimeo.com/video/12?h=ab" title="vimeo-player"></iframe>',
        "[▶ Vimeo](https://vimeo.com/12/ab)",
    ),
    "a page of no size": ('a<iframe src="https://t.example/" width="0" height="0"></iframe>', "a"),
    "a button to like": ('<iframe src="https://www.facebook.com/plugins/like.php?href=x"></iframe>b', "b"),
    "a caption": (
        "<figure><img src=/p.png><figcaption>C</figcaption></figure>",
        "![](https://blog.example/p.png)\n\n*C*",
    ),
    "a caption with its own italics": (
        "<figcaption><i>Le Taureau</i>, 1945</figcaption>",
        "*Le Taureau*, 1945",
    ),
    "a cut address": (
        '<a href="https://e.example/long"><span class="invisible">https://</span>'
        '<span class="ellipsis">e.example/l</span><span class="invisible">ong</span></a>',
        "[e.example/l…](https://e.example/long)",
    ),
    "a link of a heading to itself": ('<h2>T<a href="#t">¶</a></h2>', "## T"),
    "a reading list behind a reading": (
        '<p>(<a href="#ref-k">Knuth</a>)</p>',
        "([Knuth](https://blog.example/2024/post.html#ref-k))",
    ),
    "a footnote of WordPress": (
        'a<sup data-fn="u" class="fn"><a href="#u" id="u-link">1</a></sup>',
        "a\\[1\\]",
    ),
    "the number of a note": ('<p><a href="#_ftnref3">[3]</a> Note</p>', "\\[3\\] Note"),
    "a formula": ('<math alttext="x^2"><mi>x</mi></math>', "`x^2`"),
    "a formula whose script a feed has left out": ('<span class="MathJax_Preview">x+y</span>', "x+y"),
    "a program in a language of people": ('<pre lang="en">a</pre>', "```\na\n```"),
    "a formula without TeX": (
        "<math><mfrac><mi>a</mi><mi>b</mi></mfrac><mo>=</mo><msqrt><mi>x</mi></msqrt></math>",
        "a/b = √(x)",
    ),
    "a picture of a formula": ('<img class="latex" src="/l.png" alt="x_1">', "`x_1`"),
    "a reading": ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢(kan)"),
    "raised and lowered": ("x<sup>2</sup> H<sub>2</sub>O y<sup>n-k</sup>", "x² H₂O yⁿ⁻ᵏ"),
    "a disclosure": ("<details><summary>S</summary>body</details>", "**S**\n\nbody"),
    "a definition": ("<dl><dt>T<dd>D</dl>", "**T**\n: D"),
    "two terms that mean the same": ("<dl><dt>T</dt><dt>U</dt><dd>D</dl>", "**T**\n\n**U**\n: D"),
    "a term of two lines": ("<dl><dt>T<br>U<dd>D</dl>", "**T  \nU**\n\n- D"),
    "a colon at the start of a line": ("<p>T<br>: D</p>", "T  \n\\: D"),
    "raised letters": ("x<sup>th</sup> x<sup>n+1</sup> a<sub>ij</sub>", "xth xⁿ⁺¹ aᵢⱼ"),
    "what cannot be raised": ("x<sup>words</sup> x<sup>Q</sup>", "x^(words) x^(Q)"),
    "emphasis": ("a <b>b</b> <i>c</i> <s>d</s>", "a **b** *c* ~~d~~"),
    "emphasis around punctuation": ('<b>"q"</b>x', '**"q**"x'),
    "emphasis in pieces": ("<b>a</b><b>b</b><b><i>c</i>d</b>", "**abcd**"),
    "an exclamation before a link": ('!<a href="/x">p</a>', "\\![p](https://blog.example/x)"),
    "scripts and forms": ("<script>a</script><form><input>b</form><style>c</style>d", "d"),
    "signs": ("<p># a</p><p>- b</p><p>1. c *d* [e](f)</p>", "\\# a\n\n\\- b\n\n1\\. c \\*d\\* \\[e\\](f)"),
    "tags as text": ("&lt;b&gt; &amp;lt; &amp;#27;", "\\<b> \\&lt; \\&#27;"),
}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS.keys())
def test_pair(pair: tuple[str, str]) -> None:
    sent, markdown = pair
    assert to_markdown(sent, PAGE) == markdown
    assert not kinds(markdown) & {"html_inline", "html_block"}
