<?php
/*
 * Installs WordPress and fills it: `php install.php SITE < content.json`, where the content is
 *   {"host": "127.0.0.1:8080", "epoch": "2026-01-31 12:00:00", "settings": {name: value},
 *    "users": {login: role}, "posts": [...]}
 * with posts and comments shaped as in content.py. Answers one line of JSON:
 *   {"version": …, "accounts": {login: {"id", "application_password"}}, "posts": {slug: {"id", "path"}}}
 */
$input = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);

$_SERVER['HTTP_HOST'] = $input['host'];
$_SERVER['SERVER_NAME'] = '127.0.0.1';
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
define('WP_INSTALLING', true);
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

function set_options(array $settings): void
{
    foreach ($settings as $name => $value) {
        update_option($name, $value);
    }
    // Categories and tags have addresses of their own only where they were set up under pretty permalinks.
    $GLOBALS['wp_rewrite']->init();
    create_initial_taxonomies();
    flush_rewrite_rules(false);
}

function make_account(string $login, string $role): array
{
    $id = username_exists($login) ?: wp_insert_user([
        'user_login' => $login,
        'user_pass' => "$login-pass",
        'user_email' => "$login@example.com",
        'display_name' => ucfirst($login),
        'role' => $role,
    ]);
    [$password] = WP_Application_Passwords::create_new_application_password($id, ['name' => 'tests']);
    return ['id' => $id, 'application_password' => $password];
}

function make_comment(int $post, string $date, array $comment, ?int $parent): int
{
    return (int) wp_insert_comment(wp_slash([
        'comment_post_ID' => $post,
        'comment_date' => $date,
        'comment_date_gmt' => $date,
        'comment_author' => $comment['author'],
        'comment_author_email' => 'reader@example.com',
        'comment_author_url' => $comment['website'],
        'comment_author_IP' => '192.0.2.1',
        'comment_content' => $comment['text'],
        'comment_approved' => $comment['status'],
        'comment_type' => $comment['kind'],
        'comment_parent' => $parent ?? 0,
    ]));
}

function make_category(array $path): int
{
    $parent = 0;
    foreach ($path as $name) {
        $term = term_exists($name, 'category', $parent) ?: wp_insert_term($name, 'category', ['parent' => $parent]);
        $parent = (int) $term['term_id'];
    }
    return $parent;
}

function make_post(array $post, int $author, int $time): int
{
    $date = gmdate('Y-m-d H:i:s', $time);
    $id = wp_insert_post(wp_slash([
        'post_type' => $post['kind'],
        'post_name' => $post['slug'],
        'post_title' => $post['title'],
        'post_content' => $post['html'],
        'post_status' => $post['status'],
        'post_password' => $post['password'],
        'post_author' => $author,
        'post_date' => $date,
        'post_date_gmt' => $date,
        'comment_status' => $post['comment_status'],
        'ping_status' => 'closed',
        'tags_input' => $post['labels'],
    ]), true);
    if (is_wp_error($id)) {
        throw new RuntimeException($id->get_error_message());
    }
    if ($post['category']) {
        wp_set_post_categories($id, [make_category(explode('/', $post['category']))]);
    }
    if ($post['sticky']) {
        stick_post($id);
    }
    return $id;
}

function fill(array $posts, array $accounts, int $epoch): array
{
    kses_remove_filters();
    wp_defer_comment_counting(true);
    foreach (get_posts(['post_type' => ['post', 'page'], 'post_status' => 'any', 'numberposts' => -1]) as $sample) {
        wp_delete_post($sample->ID, true);
    }
    $made = [];
    foreach ($posts as $post) {
        $time = $epoch - $post['days_back'] * 86400;
        $id = make_post($post, $accounts[$post['author']]['id'], $time);
        $comments = [];
        foreach ($post['comments'] as $place => $comment) {
            $parent = $comment['parent'] === null ? null : $comments[$comment['parent']];
            $date = gmdate('Y-m-d H:i:s', $time + ($place + 1) * 60);
            $comments[] = make_comment($id, $date, $comment, $parent);
        }
        $made[$post['slug']] = ['id' => $id, 'path' => wp_make_link_relative(get_permalink($id))];
    }
    wp_defer_comment_counting(false);
    return $made;
}

wp_install('Test Blog', 'admin', 'admin@example.com', true, '', 'admin-pass');
set_options($input['settings']);
$accounts = [];
foreach ($input['users'] as $login => $role) {
    $accounts[$login] = make_account($login, $role);
}
$posts = fill($input['posts'], $accounts, strtotime($input['epoch'] . ' UTC'));
echo json_encode(['version' => $wp_version, 'accounts' => $accounts, 'posts' => $posts]), "\n";
