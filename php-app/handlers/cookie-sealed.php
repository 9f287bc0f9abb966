<?php

/**
 * Runs before every script of the virtual host cookie-sealed (auto_prepend_file): sessions live in a sealed cookie.
 * $_SERVER['COOKIE_KEY'] is the lab's key, 64 hexadecimal digits.
 *
 * session.save_handler must not be set for this host: `files` set by php_admin_value stays in force without a word,
 * though session_set_save_handler() says true.
 */

declare(strict_types=1);

require_once __DIR__ . '/SealedCookieHandler.php';

session_set_save_handler(new SealedCookieHandler(sodium_hex2bin($_SERVER['COOKIE_KEY'])));
