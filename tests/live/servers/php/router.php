<?php
/*
 * Does for PHP's own web server what a rewrite rule does elsewhere: files that exist are served as they
 * are, everything else goes to WordPress, so that pretty permalinks and /wp-json/ work.
 */
$root = rtrim($_SERVER['DOCUMENT_ROOT'], '/');
$path = rawurldecode((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if (is_dir($root . $path)) {
    $path = rtrim($path, '/') . '/index.php';
}
$folder = $path;
while (!is_file($root . $path)) {
    // A blog in a folder of its own takes what is below that folder.
    $folder = rtrim(dirname($folder), '/');
    $path = $folder . '/index.php';
    if ($folder === '' && !is_file($root . $path)) {
        http_response_code(404);
        return true;
    }
}
if (!str_ends_with($path, '.php')) {
    return false;
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $path;
$_SERVER['SCRIPT_FILENAME'] = $root . $path;
chdir(dirname($root . $path));
require $root . $path;
return true;
