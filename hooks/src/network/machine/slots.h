/* Numbers of the hooked functions, the same for the C part, the entries and `functions.ts`. */

/* Functions whose first argument is a descriptor; of no interest unless it is marked with the mask of its entry. */
#define CLOSE 0
#define CLOSE_TAGGED 1
#define DUP 2
#define FCNTL 3
#define FCNTL64 4
#define GETSOCKOPT 5
#define SEND 6
#define SENDTO 7
#define SENDMSG 8
#define SENDMMSG 9
#define WRITE 10
#define WRITEV 11
#define READ 12
#define READV 13
#define RECV 14
#define RECVFROM 15
#define RECVMSG 16
#define RECVMMSG 17
#define ON_DESCRIPTORS 18

/* Functions of which every call is looked at. */
#define ON_EVERY_CALL 32
#define SOCKET 32
#define CONNECT 33
#define DUP2 34
#define DUP3 35
#define ACCEPT 36
#define ACCEPT4 37
/* Looking up names: told after the call, the arguments are read by who listens. */
#define LOOKUPS 40
#define LOOKUP_COUNT 24
/* TLS libraries: eight functions of each. */
#define TLS 64
#define TLS_LIBRARIES 16
#define TLS_FUNCTIONS 16
#define TLS_WRITE 0
#define TLS_WRITE_EX 1
#define TLS_READ 2
#define TLS_READ_EX 3
#define TLS_NEW 4
#define TLS_CLEAR 5
#define TLS_FREE 6
/* Told before the call to who listens, who may change an argument. */
#define TLS_ALTERED 7
/* Told after the call to who listens, who may change the result. */
#define TLS_ANSWERED 11
/* The app's own callbacks that are called through an entry; answered as well. */
#define CALLBACKS 320
#define SLOTS 384

/* Marks of descriptors. */
#define TRACKED 1
#define DATAGRAM 2
#define CLEAR 4
#define ANY_MARK 7
#define DESCRIPTORS 65536
#define FD_ENTRY_BYTES 64
#define ENTRY_BYTES 16
