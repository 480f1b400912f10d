/* A stand-in for a TLS library of an app's own: the names of OpenSSL, no encryption worth the name.
 *
 * What is written goes to the socket with every bit turned, as a record of TLS; enough for tests of what is taken
 * before encryption, not for any other use. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A certificate is a subject and an issuer: it is good where its issuer is a subject that is trusted. */
typedef struct { char subject[64], issuer[64]; } X509;
typedef struct { int count; X509 * of[4]; } Stack;
typedef struct { Stack trusted; } X509_STORE;
typedef struct SSL SSL;
typedef struct { X509_STORE * store; X509 * leaf; Stack * untrusted; int error; void * data; } X509_STORE_CTX;
typedef int (* StoreCheck) (X509_STORE_CTX *, void *);
typedef int (* CustomCheck) (SSL *, uint8_t *);
typedef struct { StoreCheck check; void * argument; CustomCheck custom; } SSL_CTX;
struct SSL { int descriptor, begun; char host[256]; SSL_CTX * context; CustomCheck custom; X509 peer; Stack chain; long result; };

SSL * SSL_new (SSL_CTX * context)
{
  /* One place, used again: as an allocator gives a pointer out again. */
  static SSL one;
  memset (&one, 0, sizeof one);
  one.context = context;
  one.descriptor = -1;
  return &one;
}

void SSL_free (SSL * ssl) { ssl->descriptor = -1; }
int SSL_clear (SSL * ssl) { (void) ssl; return 1; }
int SSL_set_fd (SSL * ssl, int descriptor) { ssl->descriptor = descriptor; return 1; }
int SSL_get_fd (const SSL * ssl) { return ssl->descriptor; }

long SSL_ctrl (SSL * ssl, int command, long number, void * argument)
{
  (void) number;
  /* SSL_CTRL_SET_TLSEXT_HOSTNAME */
  if (command == 55) strncpy (ssl->host, argument, sizeof ssl->host - 1);
  return 1;
}

const char * SSL_get_servername (const SSL * ssl, int type) { return type == 0 && ssl->host[0] != 0 ? ssl->host : NULL; }

int SSL_write (SSL * ssl, const void * bytes, int size)
{
  uint8_t record[5] = { 0x17, 0x03, 0x03, 0, 0 };
  uint8_t * turned;
  int i, most = size > 16384 ? 16384 : size;
  /* As every connection of TLS begins: a handshake record with a ClientHello. */
  static const uint8_t hello[9] = { 0x16, 0x03, 0x01, 0, 4, 1, 0, 0, 0 };
  if (size <= 0 || (!ssl->begun && ssl->descriptor >= 0 && write (ssl->descriptor, hello, sizeof hello) != sizeof hello)) return -1;
  ssl->begun = 1;
  turned = malloc ((size_t) most);
  for (i = 0; i < most; i++) turned[i] = (uint8_t) ~((const uint8_t *) bytes)[i];
  record[3] = (uint8_t) (most >> 8);
  record[4] = (uint8_t) most;
  if (ssl->descriptor >= 0 && (write (ssl->descriptor, record, 5) != 5 || write (ssl->descriptor, turned, (size_t) most) != most)) most = -1;
  free (turned);
  return most;
}

int SSL_write_ex (SSL * ssl, const void * bytes, size_t size, size_t * written)
{
  int n = SSL_write (ssl, bytes, (int) size);
  *written = n > 0 ? (size_t) n : 0;
  return n > 0;
}

int SSL_read (SSL * ssl, void * bytes, int size)
{
  ssize_t n = ssl->descriptor >= 0 ? read (ssl->descriptor, bytes, (size_t) size) : -1;
  return (int) n;
}

int SSL_read_ex (SSL * ssl, void * bytes, size_t size, size_t * got)
{
  int n = SSL_read (ssl, bytes, (int) size);
  *got = n > 0 ? (size_t) n : 0;
  return n > 0;
}

/* Whatever is read as a certificate (DER begins with a sequence) is the one of "audit". */
X509 * d2i_X509 (X509 ** out, const uint8_t ** from, long size)
{
  X509 * one;
  (void) out;
  if (size < 2 || (*from)[0] != 0x30) return NULL;
  one = calloc (1, sizeof *one);
  strcpy (one->subject, "audit");
  strcpy (one->issuer, "audit");
  return one;
}

int X509_check_host (X509 * one, const char * name, size_t size, unsigned int flags, char ** peer)
{
  (void) flags;
  (void) peer;
  return strlen (one->subject) == size && memcmp (one->subject, name, size) == 0;
}

X509_STORE * X509_STORE_new (void) { return calloc (1, sizeof (X509_STORE)); }
int X509_STORE_add_cert (X509_STORE * store, X509 * one) { store->trusted.of[store->trusted.count++] = one; return 1; }
X509_STORE_CTX * X509_STORE_CTX_new (void) { return calloc (1, sizeof (X509_STORE_CTX)); }
void X509_STORE_CTX_free (X509_STORE_CTX * context) { free (context); }

int X509_STORE_CTX_init (X509_STORE_CTX * context, X509_STORE * store, X509 * leaf, Stack * untrusted)
{
  memset (context, 0, sizeof *context);
  context->store = store;
  context->leaf = leaf;
  context->untrusted = untrusted;
  return 1;
}

X509 * X509_STORE_CTX_get0_cert (const X509_STORE_CTX * context) { return context->leaf; }
Stack * X509_STORE_CTX_get0_untrusted (const X509_STORE_CTX * context) { return context->untrusted; }
void * sk_value (const Stack * stack, size_t i) { return i < (size_t) stack->count ? stack->of[i] : NULL; }
void X509_STORE_CTX_set_error (X509_STORE_CTX * context, int error) { context->error = error; }
int X509_STORE_CTX_get_error (const X509_STORE_CTX * context) { return context->error; }
const char * X509_verify_cert_error_string (long error) { return error == 0 ? "ok" : "unable to get local issuer certificate"; }
void * X509_STORE_CTX_get_ex_data (const X509_STORE_CTX * context, int index) { return index == 3 ? context->data : NULL; }
int SSL_get_ex_data_X509_STORE_CTX_idx (void) { return 3; }
int ERR_set_mark (void) { return 1; }
int ERR_pop_to_mark (void) { return 1; }

int X509_verify_cert (X509_STORE_CTX * context)
{
  int i;
  for (i = 0; i < context->store->trusted.count; i++)
    if (strcmp (context->store->trusted.of[i]->subject, context->leaf->issuer) == 0) { context->error = 0; return 1; }
  context->error = 20;
  return 0;
}

void SSL_CTX_set_cert_verify_callback (SSL_CTX * context, StoreCheck check, void * argument) { context->check = check; context->argument = argument; }
void SSL_CTX_set_custom_verify (SSL_CTX * context, int mode, CustomCheck check) { (void) mode; context->custom = check; }
void SSL_set_custom_verify (SSL * ssl, int mode, CustomCheck check) { (void) mode; ssl->custom = check; }
Stack * SSL_get_peer_full_cert_chain (SSL * ssl) { return &ssl->chain; }
long SSL_get_verify_result (const SSL * ssl) { return ssl->result; }
SSL_CTX * SSL_CTX_new (const void * method) { (void) method; return calloc (1, sizeof (SSL_CTX)); }

/* For tests: what the other side shows. */
void demo_set_peer (SSL * ssl, const char * subject, const char * issuer)
{
  strncpy (ssl->peer.subject, subject, sizeof ssl->peer.subject - 1);
  strncpy (ssl->peer.issuer, issuer, sizeof ssl->peer.issuer - 1);
  ssl->chain.count = 1;
  ssl->chain.of[0] = &ssl->peer;
}

/* The check of a handshake: the app's own where it set one, else the library's; trusted is "root" alone. */
int SSL_connect (SSL * ssl)
{
  static X509 root = { "root", "root" };
  X509_STORE store = { { 1, { &root } } };
  X509_STORE_CTX context;
  CustomCheck custom = ssl->custom != NULL ? ssl->custom : ssl->context->custom;
  uint8_t alert = 0;
  int good;
  X509_STORE_CTX_init (&context, &store, &ssl->peer, &ssl->chain);
  context.data = ssl;
  if (custom != NULL) return custom (ssl, &alert) == 0 ? 1 : -1;
  good = ssl->context->check != NULL ? ssl->context->check (&context, ssl->context->argument) : X509_verify_cert (&context);
  ssl->result = context.error;
  return good == 1 ? 1 : -1;
}
