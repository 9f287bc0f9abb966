<?php

declare(strict_types=1);

namespace Shop;

/** The session could not be read or written. Its message is fit for the client: it holds no password. */
final class SessionFailure extends \RuntimeException
{
}
