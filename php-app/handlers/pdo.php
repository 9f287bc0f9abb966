<?php

/**
 * Runs before every script of the virtual hosts mysql and mysql-cluster (auto_prepend_file): sessions live in a table
 * of a database, through Symfony's PdoSessionHandler at its defaults. It connects when a session is opened, and only
 * then. $_SERVER has PDO_DSN, PDO_USER and PDO_PASSWORD.
 *
 * session.save_handler must not be set for these hosts: `files` set by php_admin_value stays in force without a word,
 * though session_set_save_handler() says true.
 */

declare(strict_types=1);

use Symfony\Component\HttpFoundation\Session\Storage\Handler\PdoSessionHandler;

require_once 'Symfony/Component/HttpFoundation/autoload.php';

return (static function (): PdoSessionHandler {
    $handler = new PdoSessionHandler($_SERVER['PDO_DSN'], [
        'db_username' => $_SERVER['PDO_USER'],
        'db_password' => $_SERVER['PDO_PASSWORD'],
    ]);
    session_set_save_handler($handler);
    return $handler;
})();
