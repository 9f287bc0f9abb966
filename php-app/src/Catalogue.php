<?php

declare(strict_types=1);

namespace Shop;

/** The articles: twelve on the front page, and a page for every number up to 9,999, for who needs many addresses. */
final class Catalogue
{
    private const array ARTICLES = [
        ['tea', 'Green tea', 650],
        ['cup', 'Cup of stoneware', 1400],
        ['pot', 'Iron pot', 5900],
        ['honey', 'Heather honey', 890],
        ['bread', 'Rye bread', 420],
        ['salt', 'Sea salt', 310],
        ['lamp', 'Reading lamp', 7200],
        ['book', 'Blank book', 1250],
        ['pencil', 'Six pencils', 580],
        ['scarf', 'Wool scarf', 4500],
        ['soap', 'Olive soap', 470],
        ['basket', 'Willow basket', 3300],
    ];

    /**
     * @return array{number: int, item: string, name: string, cents: int} `item` is what the cart takes
     * @throws HttpError 404
     */
    public static function article(int $number): array
    {
        if ($number < 1 || $number > 9_999) {
            throw HttpError::notFound('There is no such article.');
        }
        [$item, $name, $cents] = self::ARTICLES[($number - 1) % count(self::ARTICLES)];
        return ['number' => $number, 'item' => $item, 'name' => $name, 'cents' => $cents];
    }

    /** @return list<array{number: int, item: string, name: string, cents: int}> */
    public static function frontPage(): array
    {
        return array_map(self::article(...), range(1, count(self::ARTICLES)));
    }
}
