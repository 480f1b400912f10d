/* A stand-in for a TLS library of an app's own: the names of OpenSSL, no encryption worth the name.
 *
 * What is written goes to the socket with every bit turned, as a record of TLS; enough for tests of what is taken
 * before encryption, not for any other use. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct { int descriptor, begun; char host[256]; } SSL;

SSL * SSL_new (void * context)
{
  /* One place, used again: as an allocator gives a pointer out again. */
  static SSL one;
  (void) context;
  memset (&one, 0, sizeof one);
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
