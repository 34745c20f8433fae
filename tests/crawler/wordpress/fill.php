<?php
// Installs the WordPress of front.php where it is not, and writes posts: a JSON list on standard input, each with
// title, content and local date, or with a slug whose post is to be edited.
if (getenv('KORAN_INSTALL')) {
    define('WP_INSTALLING', true);
}
$_SERVER['HTTP_HOST'] = parse_url(getenv('KORAN_URL'), PHP_URL_HOST) . ':' . parse_url(getenv('KORAN_URL'), PHP_URL_PORT);
require __DIR__ . '/front.php';

function wp_new_blog_notification($title, $url, $user, $password) {
}

require ABSPATH . 'wp-settings.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

if (getenv('KORAN_INSTALL')) {
    wp_install('Koran', 'editor', 'editor@koran.example', true, '', wp_generate_password());
    update_option('siteurl', getenv('KORAN_URL'));
    update_option('home', getenv('KORAN_URL'));
    update_option('timezone_string', 'Asia/Jakarta');
    update_option('template', 'koran');
    update_option('stylesheet', 'koran');
    $wp_rewrite->set_permalink_structure('/%year%/%monthnum%/%day%/%postname%/');
    $wp_rewrite->flush_rules(false);
    wp_delete_post(1, true);
    exit;
}

wp_suspend_cache_invalidation(true);
$wpdb->query('START TRANSACTION');
foreach (json_decode(stream_get_contents(STDIN), true) as $post) {
    $post = array('post_status' => 'publish', 'post_author' => 1) + $post;
    if (isset($post['slug'])) {
        $post['ID'] = $wpdb->get_var($wpdb->prepare("SELECT ID FROM $wpdb->posts WHERE post_name = %s", $post['slug']));
        wp_update_post($post);
    } else {
        wp_insert_post($post);
    }
}
$wpdb->query('COMMIT');
