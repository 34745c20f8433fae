<?php
// What plugins and themes do to a WordPress: closed interfaces, a search that finds everything. Switched on by files.
if (file_exists(WP_CONTENT_DIR . '/rest-is-closed')) {
    add_filter('rest_authentication_errors', function ($result) {
        return new WP_Error('rest_forbidden', 'Only for members.', array('status' => 401));
    });
}
if (file_exists(WP_CONTENT_DIR . '/search-finds-everything')) {
    add_action('pre_get_posts', function ($query) {
        $query->set('s', '');
    });
}
