<?php
/*
 * Behaviour that real blogs have, each behind an option of the database, so that a test changes a
 * running blog at once.
 */

// No mail leaves this machine.
add_filter('pre_wp_mail', '__return_true');

// A blog that lets anyone comment over REST; WordPress itself refuses that.
add_filter('rest_allow_anonymous_comments', fn ($allow) => (bool) get_option('tui_anonymous_rest') ?: $allow);

// A blog whose owner closed the REST API to strangers, as security plugins do.
add_filter('rest_authentication_errors', function ($result) {
    if ($result === null && get_option('tui_rest_locked') && !is_user_logged_in()) {
        return new WP_Error('rest_not_logged_in', 'You are not currently logged in.', ['status' => 401]);
    }
    return $result;
});

// A blog that tells a wrong application password. WordPress itself looks too late and takes such a
// caller for a stranger; where a plugin asks early who is calling, the answer is 401.
add_filter('rest_authentication_errors', function ($result) {
    if (get_option('tui_early_login')) {
        wp_get_current_user();
    }
    return $result;
}, 1);

// A blog whose owner hid its users from the REST API, as plugins against their listing do.
add_filter('rest_endpoints', function ($routes) {
    $is_of_users = fn ($route) => str_starts_with($route, '/wp/v2/users');
    $others = array_filter($routes, fn ($route) => !$is_of_users($route), ARRAY_FILTER_USE_KEY);
    return get_option('tui_hidden_users') ? $others : $routes;
});

// WordPress takes one comment per address in 15 seconds; most tests post faster.
if (!get_option('tui_flood', 1)) {
    remove_action('check_comment_flood', 'check_comment_flood_db', 10);
}

// A blog whose form bears a token that holds once, as plugins against spam make them; with "cached", a
// page that some cache has kept for too long.
add_action('comment_form', function () {
    $token = wp_generate_password(12, false);
    if (get_option('tui_token') === 'once') {
        update_option('tui_token_now', $token);
    }
    if (get_option('tui_token')) {
        echo "<input type='hidden' name='tui_token' value='$token'>";
    }
});
add_filter('preprocess_comment', function ($comment) {
    if (get_option('tui_token') && ($_POST['tui_token'] ?? '') !== get_option('tui_token_now')) {
        wp_die('This form has expired. Load the page again.', 'Expired', ['response' => 403]);
    }
    update_option('tui_token_now', 'used');
    return $comment;
});
