<?php
// The front of a WordPress for tests: what wp-config.php, wp-blog-header.php and the web server's rewriting do
// elsewhere. Everything that varies comes from the environment.
define('ABSPATH', '/usr/share/wordpress/');
define('DB_NAME', 'koran');
define('DB_USER', 'koran');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . getenv('KORAN_SOCKET'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_CONTENT_DIR', getenv('KORAN_CONTENT'));
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('WP_AUTO_UPDATE_CORE', false);
$table_prefix = 'wp_';

if (PHP_SAPI !== 'cli') {
    $_SERVER['PHP_SELF'] = $_SERVER['SCRIPT_NAME'] = '/index.php';
    define('WP_USE_THEMES', true);
    require ABSPATH . 'wp-settings.php';
    wp();
    require ABSPATH . WPINC . '/template-loader.php';
}
