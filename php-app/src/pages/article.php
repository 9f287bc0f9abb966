<?php

declare(strict_types=1);

use Shop\View;

/** @var array{number: int, item: string, name: string, cents: int} $facts */
?>
<article>
  <h1><?= View::escape($facts['name']) ?></h1>
  <p class="hint">Article <?= $facts['number'] ?>. This page needs no session and starts none.</p>
  <p class="price"><?= View::price($facts['cents']) ?></p>
  <form method="post" action="/cart/items">
    <button class="main" name="item" value="<?= View::escape($facts['item']) ?>">Add to cart</button>
  </form>
  <p><a href="/">Back to the shop</a></p>
</article>
