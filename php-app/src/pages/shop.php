<?php

declare(strict_types=1);

use Shop\Catalogue;
use Shop\View;

/** @var array{user: ?string, cart: list<string>, counter: int} $facts */
$guest = $facts['user'] === null;
?>
<div class="shop">
<section aria-labelledby="articles">
  <h1 id="articles">Articles</h1>
  <ul class="articles">
<?php foreach (Catalogue::frontPage() as $article) { ?>
    <li>
      <a href="/catalog/<?= $article['number'] ?>"><?= View::escape($article['name']) ?></a>
      <span class="price"><?= View::price($article['cents']) ?></span>
      <form method="post" action="/cart/items">
        <button name="item" value="<?= View::escape($article['item']) ?>"<?= $guest ? ' disabled' : '' ?>
          aria-label="Add to cart: <?= View::escape($article['name']) ?>">Add to cart</button>
      </form>
    </li>
<?php } ?>
  </ul>
</section>

<aside>
<?php if ($guest) { ?>
  <section aria-labelledby="you">
    <h2 id="you">You are a guest</h2>
    <form method="post" action="/login" class="login">
      <label for="user">Name</label>
      <input id="user" name="user" required maxlength="64" pattern="[A-Za-z0-9._\-]+" autocomplete="username"
        autocapitalize="none" placeholder="anna">
      <button class="main">Log in</button>
    </form>
    <p class="hint">No password: this is a lab.</p>
  </section>
<?php } else { ?>
  <section aria-labelledby="you">
    <h2 id="you">You are logged in</h2>
    <p class="user"><?= View::escape($facts['user']) ?></p>
    <form method="post" action="/logout"><button>Log out</button></form>
  </section>
<?php } ?>
  <section aria-labelledby="cart">
    <h2 id="cart">Cart <span class="badge"><?= count($facts['cart']) ?></span></h2>
<?php if ($facts['cart'] === []) { ?>
    <p class="hint">Nothing in it yet.</p>
<?php } else { ?>
    <ul class="cart">
<?php foreach (array_count_values($facts['cart']) as $item => $times) { ?>
      <li><?= View::escape($item) ?><span class="times">× <?= $times ?></span></li>
<?php } ?>
    </ul>
<?php } ?>
  </section>
  <section aria-labelledby="counter">
    <h2 id="counter">Counter</h2>
    <p class="counter"><?= $facts['counter'] ?></p>
    <form method="post" action="/counter?ms=5"><button<?= $guest ? ' disabled' : '' ?>>Count one more</button></form>
  </section>
</aside>
</div>
