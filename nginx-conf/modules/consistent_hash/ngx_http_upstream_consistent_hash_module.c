
#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>


#define NGX_HTTP_UPSTREAM_RING_POINTS      160
#define NGX_HTTP_UPSTREAM_RING_BUCKETS     1024
#define NGX_HTTP_UPSTREAM_RING_TRIES       20
#define NGX_HTTP_UPSTREAM_RING_MAX_WEIGHT  1000000
#define NGX_HTTP_UPSTREAM_RING_TEXT_LEN    (NGX_SOCKADDR_STRLEN + 1           \
                                            + NGX_INT_T_LEN)


/* since 1.27.3, the servers of a zone can change while nginx runs */

#if (NGX_HTTP_UPSTREAM_ZONE && nginx_version >= 1027003)
#define NGX_HTTP_UPSTREAM_RING_UPDATE      1
#endif


typedef struct {
    uint32_t                            hash;
    uint32_t                            peer;  /* index of ring->peer */
} ngx_http_upstream_ring_point_t;


typedef struct {
    ngx_uint_t                          npoints;
    ngx_http_upstream_ring_point_t     *points;

    /* starts[i] is the first point >= i * width, or npoints */
    ngx_uint_t                          nstarts;
    uint32_t                            width;
    uint32_t                           *starts;

    /* the members of peers, in their order */
    ngx_http_upstream_rr_peer_t       **peer;
    ngx_http_upstream_rr_peers_t       *peers;
} ngx_http_upstream_ring_t;


typedef struct {
    ngx_http_complex_value_t            key;
    ngx_uint_t                          even;  /* unsigned  even:1; */
    ngx_http_upstream_ring_t            ring;
#if (NGX_HTTP_UPSTREAM_RING_UPDATE)
    ngx_pool_t                         *pool;
    ngx_uint_t                          config;
#endif
} ngx_http_upstream_consistent_hash_srv_conf_t;


typedef struct {
    /* the round robin data must be first */
    ngx_http_upstream_rr_peer_data_t    rrp;
    ngx_http_upstream_ring_t           *ring;
    ngx_uint_t                          owner;
} ngx_http_upstream_consistent_hash_peer_data_t;


static ngx_int_t ngx_http_upstream_init_consistent_hash(ngx_conf_t *cf,
    ngx_http_upstream_srv_conf_t *us);
static ngx_int_t ngx_http_upstream_init_consistent_hash_peer(
    ngx_http_request_t *r, ngx_http_upstream_srv_conf_t *us);
static ngx_int_t ngx_http_upstream_get_consistent_hash_peer(
    ngx_peer_connection_t *pc, void *data);

static ngx_int_t ngx_http_upstream_ring_build(ngx_http_upstream_ring_t *ring,
    ngx_uint_t even, ngx_pool_t *pool, ngx_http_upstream_srv_conf_t *us);
static ngx_http_upstream_ring_point_t *ngx_http_upstream_ring_add(
    ngx_http_upstream_ring_point_t *point, ngx_uint_t even,
    ngx_http_upstream_rr_peer_t *peer, ngx_uint_t number);
static ngx_int_t ngx_http_upstream_ring_init_starts(
    ngx_http_upstream_ring_t *ring, ngx_uint_t even, ngx_pool_t *pool);
static void ngx_http_upstream_ring_set_peers(ngx_http_upstream_ring_t *ring,
    ngx_http_upstream_rr_peers_t *peers);
#if (NGX_HTTP_UPSTREAM_RING_UPDATE)
static ngx_int_t ngx_http_upstream_ring_update(
    ngx_http_upstream_srv_conf_t *us);
#endif
static int ngx_libc_cdecl ngx_http_upstream_ring_cmp_points(const void *one,
    const void *two);
static ngx_uint_t ngx_http_upstream_ring_find(ngx_http_upstream_ring_t *ring,
    ngx_uint_t even, ngx_str_t *key);
static ngx_uint_t ngx_http_upstream_ring_next(ngx_http_upstream_ring_t *ring,
    ngx_uint_t point, uint32_t *passed, ngx_uint_t npassed);

static void *ngx_http_upstream_consistent_hash_create_conf(ngx_conf_t *cf);
static char *ngx_http_upstream_consistent_hash(ngx_conf_t *cf,
    ngx_command_t *cmd, void *conf);


static ngx_command_t  ngx_http_upstream_consistent_hash_commands[] = {

    { ngx_string("consistent_hash"),
      NGX_HTTP_UPS_CONF|NGX_CONF_TAKE12,
      ngx_http_upstream_consistent_hash,
      NGX_HTTP_SRV_CONF_OFFSET,
      0,
      NULL },

      ngx_null_command
};


static ngx_http_module_t  ngx_http_upstream_consistent_hash_module_ctx = {
    NULL,                                  /* preconfiguration */
    NULL,                                  /* postconfiguration */

    NULL,                                  /* create main configuration */
    NULL,                                  /* init main configuration */

    ngx_http_upstream_consistent_hash_create_conf,
                                           /* create server configuration */
    NULL,                                  /* merge server configuration */

    NULL,                                  /* create location configuration */
    NULL                                   /* merge location configuration */
};


ngx_module_t  ngx_http_upstream_consistent_hash_module = {
    NGX_MODULE_V1,
    &ngx_http_upstream_consistent_hash_module_ctx, /* module context */
    ngx_http_upstream_consistent_hash_commands, /* module directives */
    NGX_HTTP_MODULE,                       /* module type */
    NULL,                                  /* init master */
    NULL,                                  /* init module */
    NULL,                                  /* init process */
    NULL,                                  /* init thread */
    NULL,                                  /* exit thread */
    NULL,                                  /* exit process */
    NULL,                                  /* exit master */
    NGX_MODULE_V1_PADDING
};


static ngx_int_t
ngx_http_upstream_init_consistent_hash(ngx_conf_t *cf,
    ngx_http_upstream_srv_conf_t *us)
{
    ngx_uint_t                                     i;
    ngx_http_upstream_server_t                    *server;
    ngx_http_upstream_consistent_hash_srv_conf_t  *chcf;

    /* servers above the directive were read with round robin's parameters */

    server = us->servers->elts;

    for (i = 0; i < us->servers->nelts; i++) {
        if (server[i].backup) {
            ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                          "balancing method does not support parameter "
                          "\"backup\" in upstream \"%V\" in %s:%ui",
                          &us->host, us->file_name, us->line);
            return NGX_ERROR;
        }
    }

    if (ngx_http_upstream_init_round_robin(cf, us) != NGX_OK) {
        return NGX_ERROR;
    }

    us->peer.init = ngx_http_upstream_init_consistent_hash_peer;

    chcf = ngx_http_conf_upstream_srv_conf(us,
                                     ngx_http_upstream_consistent_hash_module);

    return ngx_http_upstream_ring_build(&chcf->ring, chcf->even, cf->pool, us);
}


static ngx_int_t
ngx_http_upstream_init_consistent_hash_peer(ngx_http_request_t *r,
    ngx_http_upstream_srv_conf_t *us)
{
    ngx_str_t                                       key;
    ngx_http_upstream_consistent_hash_srv_conf_t   *chcf;
    ngx_http_upstream_consistent_hash_peer_data_t  *chp;

    chp = ngx_palloc(r->pool,
                     sizeof(ngx_http_upstream_consistent_hash_peer_data_t));
    if (chp == NULL) {
        return NGX_ERROR;
    }

    r->upstream->peer.data = &chp->rrp;

    if (ngx_http_upstream_init_round_robin_peer(r, us) != NGX_OK) {
        return NGX_ERROR;
    }

    chcf = ngx_http_conf_upstream_srv_conf(us,
                                     ngx_http_upstream_consistent_hash_module);

    if (ngx_http_complex_value(r, &chcf->key, &key) != NGX_OK) {
        return NGX_ERROR;
    }

    ngx_log_debug1(NGX_LOG_DEBUG_HTTP, r->connection->log, 0,
                   "consistent_hash key:\"%V\"", &key);

    if (key.len == 0) {
        return NGX_OK;
    }

#if (NGX_HTTP_UPSTREAM_RING_UPDATE)
    if (ngx_http_upstream_ring_update(us) != NGX_OK) {
        return NGX_ERROR;
    }
#endif

    chp->ring = &chcf->ring;
    chp->owner = ngx_http_upstream_ring_find(chp->ring, chcf->even, &key);

    r->upstream->peer.get = ngx_http_upstream_get_consistent_hash_peer;

    return NGX_OK;
}


static ngx_int_t
ngx_http_upstream_get_consistent_hash_peer(ngx_peer_connection_t *pc,
    void *data)
{
    ngx_http_upstream_consistent_hash_peer_data_t  *chp = data;

    time_t                         now;
    uint32_t                       passed[NGX_HTTP_UPSTREAM_RING_TRIES];
    uintptr_t                      m;
    ngx_uint_t                     i, n, point;
    ngx_http_upstream_ring_t      *ring;
    ngx_http_upstream_rr_peer_t   *peer;
    ngx_http_upstream_rr_peers_t  *peers;

    ngx_log_debug1(NGX_LOG_DEBUG_HTTP, pc->log, 0,
                   "get consistent_hash peer, try: %ui", pc->tries);

    ring = chp->ring;
    peers = chp->rrp.peers;

    ngx_http_upstream_rr_peers_rlock(peers);

    if (peers->number < 2) {
        goto round_robin;
    }

#if (NGX_HTTP_UPSTREAM_RING_UPDATE)
    if (peers->config && chp->rrp.config != *peers->config) {
        goto round_robin;
    }
#endif

    pc->cached = 0;
    pc->connection = NULL;

    now = ngx_time();
    point = chp->owner;

    if (ring->peers != peers) {
        /* a zone has got a copy of the peers that the configuration made */
        ngx_http_upstream_ring_set_peers(ring, peers);
    }

    for (i = 0; i < NGX_HTTP_UPSTREAM_RING_TRIES && i < peers->number; i++) {

        point = ngx_http_upstream_ring_next(ring, point, passed, i);
        passed[i] = ring->points[point].peer;

        n = passed[i] / (8 * sizeof(uintptr_t));
        m = (uintptr_t) 1 << passed[i] % (8 * sizeof(uintptr_t));

        if (chp->rrp.tried[n] & m) {
            continue;
        }

        peer = ring->peer[passed[i]];

        ngx_http_upstream_rr_peer_lock(peers, peer);

        ngx_log_debug2(NGX_LOG_DEBUG_HTTP, pc->log, 0,
                       "consistent_hash point:%ui, peer:%uD",
                       point, passed[i]);

        if (peer->down
            || (peer->max_fails
                && peer->fails >= peer->max_fails
                && now - peer->checked <= peer->fail_timeout)
            || (peer->max_conns && peer->conns >= peer->max_conns))
        {
            ngx_http_upstream_rr_peer_unlock(peers, peer);
            continue;
        }

        goto found;
    }

round_robin:

    ngx_http_upstream_rr_peers_unlock(peers);

    return ngx_http_upstream_get_round_robin_peer(pc, &chp->rrp);

found:

    chp->rrp.current = peer;
    chp->rrp.tried[n] |= m;

#if (NGX_HTTP_UPSTREAM_RING_UPDATE)
    ngx_http_upstream_rr_peer_ref(peers, peer);
#endif

    pc->sockaddr = peer->sockaddr;
    pc->socklen = peer->socklen;
    pc->name = &peer->name;

    peer->conns++;

    if (now - peer->checked > peer->fail_timeout) {
        peer->checked = now;
    }

    ngx_http_upstream_rr_peer_unlock(peers, peer);
    ngx_http_upstream_rr_peers_unlock(peers);

    return NGX_OK;
}


static ngx_int_t
ngx_http_upstream_ring_build(ngx_http_upstream_ring_t *ring, ngx_uint_t even,
    ngx_pool_t *pool, ngx_http_upstream_srv_conf_t *us)
{
    ngx_uint_t                       i, weight;
    ngx_http_upstream_rr_peer_t     *peer;
    ngx_http_upstream_rr_peers_t    *peers;
    ngx_http_upstream_ring_point_t  *point;

    peers = us->peer.data;
    weight = 0;

    for (peer = peers->peer; peer; peer = peer->next) {

        if ((ngx_uint_t) peer->weight
            > NGX_HTTP_UPSTREAM_RING_MAX_WEIGHT - weight)
        {
            ngx_log_error(NGX_LOG_EMERG, pool->log, 0,
                          "total weight of servers exceeds %d "
                          "in upstream \"%V\" in %s:%ui",
                          NGX_HTTP_UPSTREAM_RING_MAX_WEIGHT,
                          &us->host, us->file_name, us->line);
            return NGX_ERROR;
        }

        weight += peer->weight;
    }

    ring->npoints = weight * NGX_HTTP_UPSTREAM_RING_POINTS;

    ring->points = ngx_palloc(pool, ring->npoints
                                    * sizeof(ngx_http_upstream_ring_point_t));
    if (ring->points == NULL) {
        return NGX_ERROR;
    }

    ring->peer = ngx_palloc(pool, peers->number
                                  * sizeof(ngx_http_upstream_rr_peer_t *));
    if (ring->peer == NULL) {
        return NGX_ERROR;
    }

    ngx_http_upstream_ring_set_peers(ring, peers);

    point = ring->points;

    for (i = 0; i < peers->number; i++) {
        point = ngx_http_upstream_ring_add(point, even, ring->peer[i], i);
    }

    ngx_qsort(ring->points, ring->npoints,
              sizeof(ngx_http_upstream_ring_point_t),
              ngx_http_upstream_ring_cmp_points);

    return ngx_http_upstream_ring_init_starts(ring, even, pool);
}


static ngx_http_upstream_ring_point_t *
ngx_http_upstream_ring_add(ngx_http_upstream_ring_point_t *point,
    ngx_uint_t even, ngx_http_upstream_rr_peer_t *peer, ngx_uint_t number)
{
    u_char      text[NGX_HTTP_UPSTREAM_RING_TEXT_LEN], *p, *last;
    uint32_t    base, hash;
    ngx_uint_t  i, n;

    /* compatible with the memcache client of PHP: crc32("NAME-NUMBER") */

    p = ngx_cpymem(text, peer->name.data, peer->name.len);
    *p++ = '-';

    ngx_crc32_init(base);
    ngx_crc32_update(&base, text, p - text);

    n = peer->weight * NGX_HTTP_UPSTREAM_RING_POINTS;

    for (i = 0; i < n; i++) {
        last = ngx_sprintf(p, "%ui", i);

        if (even) {
            hash = ngx_murmur_hash2(text, last - text);

        } else {
            hash = base;
            ngx_crc32_update(&hash, p, last - p);
            ngx_crc32_final(hash);
        }

        point->hash = hash;
        point->peer = number;
        point++;
    }

    return point;
}


static ngx_int_t
ngx_http_upstream_ring_init_starts(ngx_http_upstream_ring_t *ring,
    ngx_uint_t even, ngx_pool_t *pool)
{
    ngx_uint_t  i, point;

    if (even) {

        /* one to two points a start, so a search ends after a few steps */

        ring->nstarts = 128;
        ring->width = 0x2000000;

        while (ring->nstarts * 2 <= ring->npoints) {
            ring->nstarts *= 2;
            ring->width /= 2;
        }

    } else {
        ring->nstarts = NGX_HTTP_UPSTREAM_RING_BUCKETS;
        ring->width = 0xffffffff / NGX_HTTP_UPSTREAM_RING_BUCKETS;
    }

    ring->starts = ngx_palloc(pool, ring->nstarts * sizeof(uint32_t));
    if (ring->starts == NULL) {
        return NGX_ERROR;
    }

    point = 0;

    for (i = 0; i < ring->nstarts; i++) {

        while (point < ring->npoints
               && ring->points[point].hash < i * ring->width)
        {
            point++;
        }

        ring->starts[i] = point;
    }

    return NGX_OK;
}


static void
ngx_http_upstream_ring_set_peers(ngx_http_upstream_ring_t *ring,
    ngx_http_upstream_rr_peers_t *peers)
{
    ngx_uint_t                    i;
    ngx_http_upstream_rr_peer_t  *peer;

    for (peer = peers->peer, i = 0; peer; peer = peer->next, i++) {
        ring->peer[i] = peer;
    }

    ring->peers = peers;
}


#if (NGX_HTTP_UPSTREAM_RING_UPDATE)

static ngx_int_t
ngx_http_upstream_ring_update(ngx_http_upstream_srv_conf_t *us)
{
    ngx_int_t                                      rc;
    ngx_pool_t                                    *pool;
    ngx_http_upstream_ring_t                       ring;
    ngx_http_upstream_rr_peers_t                  *peers;
    ngx_http_upstream_consistent_hash_srv_conf_t  *chcf;

    rc = NGX_OK;
    peers = us->peer.data;

    chcf = ngx_http_conf_upstream_srv_conf(us,
                                     ngx_http_upstream_consistent_hash_module);

    ngx_http_upstream_rr_peers_rlock(peers);

    if (peers->config == NULL || *peers->config == chcf->config) {
        goto done;
    }

    rc = NGX_ERROR;

    pool = ngx_create_pool(NGX_DEFAULT_POOL_SIZE, ngx_cycle->log);
    if (pool == NULL) {
        goto done;
    }

    if (ngx_http_upstream_ring_build(&ring, chcf->even, pool, us) != NGX_OK) {
        ngx_destroy_pool(pool);
        goto done;
    }

    /* requests that use the old ring have another config, and leave it */

    if (chcf->pool) {
        ngx_destroy_pool(chcf->pool);
    }

    chcf->ring = ring;
    chcf->pool = pool;
    chcf->config = *peers->config;

    rc = NGX_OK;

done:

    ngx_http_upstream_rr_peers_unlock(peers);

    return rc;
}

#endif


static int ngx_libc_cdecl
ngx_http_upstream_ring_cmp_points(const void *one, const void *two)
{
    const ngx_http_upstream_ring_point_t  *first = one;
    const ngx_http_upstream_ring_point_t  *second = two;

    if (first->hash != second->hash) {
        return (first->hash < second->hash) ? -1 : 1;
    }

    /* peers are numbered in configuration order, and qsort() is not stable */

    if (first->peer != second->peer) {
        return (first->peer < second->peer) ? -1 : 1;
    }

    return 0;
}


static ngx_uint_t
ngx_http_upstream_ring_find(ngx_http_upstream_ring_t *ring, ngx_uint_t even,
    ngx_str_t *key)
{
    uint32_t    value;
    ngx_uint_t  bucket, point;

    if (even) {
        value = ngx_murmur_hash2(key->data, key->len);
        bucket = value / ring->width;

    } else {
        bucket = ngx_crc32_long(key->data, key->len) % ring->nstarts;
        value = bucket * ring->width;
    }

    point = ring->starts[bucket];

    while (point < ring->npoints && ring->points[point].hash < value) {
        point++;
    }

    return (point < ring->npoints) ? point : 0;
}


static ngx_uint_t
ngx_http_upstream_ring_next(ngx_http_upstream_ring_t *ring, ngx_uint_t point,
    uint32_t *passed, ngx_uint_t npassed)
{
    ngx_uint_t  i;

    /* ends since npassed < peers->number, and every peer has points */

    for ( ;; ) {

        for (i = 0; i < npassed; i++) {
            if (passed[i] == ring->points[point].peer) {
                break;
            }
        }

        if (i == npassed) {
            return point;
        }

        if (++point == ring->npoints) {
            point = 0;
        }
    }
}


static void *
ngx_http_upstream_consistent_hash_create_conf(ngx_conf_t *cf)
{
    ngx_http_upstream_consistent_hash_srv_conf_t  *conf;

    conf = ngx_pcalloc(cf->pool,
                       sizeof(ngx_http_upstream_consistent_hash_srv_conf_t));
    if (conf == NULL) {
        return NULL;
    }

#if (NGX_HTTP_UPSTREAM_RING_UPDATE)
    conf->config = NGX_CONF_UNSET_UINT;
#endif

    return conf;
}


static char *
ngx_http_upstream_consistent_hash(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf)
{
    ngx_http_upstream_consistent_hash_srv_conf_t  *chcf = conf;

    ngx_str_t                         *value;
    ngx_http_upstream_srv_conf_t      *uscf;
    ngx_http_compile_complex_value_t   ccv;

    if (chcf->key.value.data) {
        return "is duplicate";
    }

    value = cf->args->elts;

    if (cf->args->nelts == 3) {

        if (ngx_strcmp(value[2].data, "even") != 0) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "invalid parameter \"%V\"", &value[2]);
            return NGX_CONF_ERROR;
        }

        chcf->even = 1;
    }

    ngx_memzero(&ccv, sizeof(ngx_http_compile_complex_value_t));

    ccv.cf = cf;
    ccv.value = &value[1];
    ccv.complex_value = &chcf->key;

    if (ngx_http_compile_complex_value(&ccv) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    uscf = ngx_http_conf_get_module_srv_conf(cf, ngx_http_upstream_module);

    if (uscf->peer.init_upstream) {
        ngx_conf_log_error(NGX_LOG_WARN, cf, 0,
                           "load balancing method redefined");
    }

    uscf->peer.init_upstream = ngx_http_upstream_init_consistent_hash;

    uscf->flags = NGX_HTTP_UPSTREAM_CREATE
#if (NGX_HTTP_UPSTREAM_RING_UPDATE)
                  |NGX_HTTP_UPSTREAM_MODIFY
#endif
                  |NGX_HTTP_UPSTREAM_WEIGHT
                  |NGX_HTTP_UPSTREAM_MAX_CONNS
                  |NGX_HTTP_UPSTREAM_MAX_FAILS
                  |NGX_HTTP_UPSTREAM_FAIL_TIMEOUT
                  |NGX_HTTP_UPSTREAM_DOWN;

    return NGX_CONF_OK;
}
