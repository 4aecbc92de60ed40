"""WordPress' own files: fetched as Debian packages, unpacked, configured; nothing is installed."""

import os
import secrets
import shutil
from pathlib import Path

from tests.live.servers.process import ServerFailure, Unavailable, find_command, run

PHP = Path(__file__).parent / "php"

PACKAGES = ("wordpress", "wordpress-theme-twentytwentythree")
"""The packages are only unpacked, so no web server comes with them."""

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
define('WP_HOME', 'http://' . $_SERVER['HTTP_HOST']);
define('WP_SITEURL', WP_HOME);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {{ define('ABSPATH', __DIR__ . '/'); }}
require_once ABSPATH . 'wp-settings.php';
"""


def fetch(packages: Path) -> None:
    """Download the packages into a folder, unless they are there."""
    if all(any(packages.glob(f"{name}_*.deb")) for name in PACKAGES):
        return
    if find_command("apt-get") is None:
        raise Unavailable("WordPress is fetched with apt-get, which is not on this machine")
    try:
        run(["apt-get", "download", "-q", *PACKAGES], cwd=packages)
    except ServerFailure as failure:
        raise Unavailable(f"WordPress is not to be had: apt-get update first? {failure}") from None


def unpack(packages: Path, folder: Path) -> Path:
    """Lay WordPress out in `folder`/site and return that."""
    unpacked = folder / "unpacked"
    for package in sorted(packages.glob("*.deb")):
        run(["dpkg-deb", "-x", package, unpacked])
    site = folder / "site"
    shutil.copytree(unpacked / "usr/share/wordpress", site, ignore=_dead_links)
    shutil.rmtree(unpacked)
    switches = site / "wp-content/mu-plugins"
    switches.mkdir()
    shutil.copy(PHP / "switches.php", switches)
    return site


def configure(site: Path, socket: Path) -> None:
    """Write wp-config.php for the database that listens on `socket`."""
    lines = [f"define('{name}', '{secrets.token_urlsafe(48)}');" for name in SECRETS]
    (site / "wp-config.php").write_text(CONFIG.format(socket=socket, secrets="\n".join(lines)))


def _dead_links(folder: str, names: list[str]) -> list[str]:
    """Names of links into Debian packages that are not unpacked here (scripts of the admin pages)."""
    return [name for name in names if not os.path.exists(os.path.join(folder, name))]  # noqa: PTH110, PTH118
