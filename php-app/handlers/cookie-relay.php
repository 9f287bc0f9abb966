<?php

/**
 * Runs before every script of the virtual host cookie-relay (auto_prepend_file): session files, and a copy in a cookie.
 * $_SERVER['COOKIE_KEY'] is the lab's key, 64 hexadecimal digits.
 *
 * session.save_handler must not be set for this host: `files` set by php_admin_value stays in force without a word,
 * though session_set_save_handler() says true.
 */

declare(strict_types=1);

require_once __DIR__ . '/CookieRelayHandler.php';

session_set_save_handler(new CookieRelayHandler(hex2bin($_SERVER['COOKIE_KEY'])));
