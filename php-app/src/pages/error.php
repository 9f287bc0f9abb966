<?php

declare(strict_types=1);

use Shop\View;

/** @var array{error: string} $facts */
?>
<article class="error">
  <h1>That did not work</h1>
  <p role="alert"><?= View::escape($facts['error']) ?></p>
  <p><a href="/">Back to the shop</a></p>
</article>
