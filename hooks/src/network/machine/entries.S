/* The entries that stand in the place of hooked functions, and the frame they share.
 *
 * A call of no interest goes straight on to the original and leaves nothing on the stack. Any other has its
 * arguments kept in a frame whose layout is known here, so that the caller's registers can be told, and goes to
 * `handle`. Only registers that belong to nobody at a function's entry are used (System V ABI x86-64 3.2.3;
 * Procedure Call Standard for the Arm 64-bit Architecture 6.1.1). */

#include "slots.h"

  .section .text.entries, "ax"
  .hidden marks
  .hidden originals
  .hidden handle

#if defined(__x86_64__)

slow:
  push %rbp
  mov %rsp, %rbp
  sub $64, %rsp
  mov %rdi, (%rsp)
  mov %rsi, 8(%rsp)
  mov %rdx, 16(%rsp)
  mov %rcx, 24(%rsp)
  mov %r8, 32(%rsp)
  mov %r9, 40(%rsp)
  mov 16(%rbp), %rax
  mov %rax, 48(%rsp)
  mov %rsp, %rdi
  mov %rbp, %rsi
  mov %r11d, %edx
  call handle
  leave
  ret

  .macro ON_DESCRIPTOR slot, mask
  .balign FD_ENTRY_BYTES
  cmp $DESCRIPTORS, %edi
  jae 1f
  lea marks(%rip), %r11
  mov %edi, %r10d
  testb $\mask, (%r11,%r10)
  jnz 2f
1:
  jmp *originals + 8 * \slot(%rip)
2:
  mov $\slot, %r11d
  jmp slow
  .endm

  .macro ON_CALL slot
  .balign ENTRY_BYTES
  mov $\slot, %r11d
  jmp slow
  .endm

#elif defined(__aarch64__)

slow:
  stp x29, x30, [sp, #-96]!
  mov x29, sp
  stp x0, x1, [sp, #16]
  stp x2, x3, [sp, #32]
  stp x4, x5, [sp, #48]
  stp x6, x7, [sp, #64]
  add x0, sp, #16
  mov x1, x29
  mov w2, w17
  bl handle
  ldp x29, x30, [sp], #96
  ret

  .macro ON_DESCRIPTOR slot, mask
  .balign FD_ENTRY_BYTES
  cmp w0, #(DESCRIPTORS >> 12), lsl #12
  b.hs 1f
  adrp x16, marks
  add x16, x16, :lo12:marks
  ldrb w17, [x16, w0, uxtw]
  tst w17, #\mask
  b.ne 2f
1:
  adrp x16, originals + 8 * \slot
  ldr x16, [x16, :lo12:originals + 8 * \slot]
  br x16
2:
  mov w17, #\slot
  b slow
  .endm

  .macro ON_CALL slot
  .balign ENTRY_BYTES
  mov w17, #\slot
  b slow
  .endm

#endif

  .globl fd_entries
  .balign FD_ENTRY_BYTES
fd_entries:
  ON_DESCRIPTOR CLOSE, ANY_MARK
  ON_DESCRIPTOR CLOSE_TAGGED, ANY_MARK
  ON_DESCRIPTOR DUP, ANY_MARK
  ON_DESCRIPTOR FCNTL, ANY_MARK
  ON_DESCRIPTOR FCNTL64, ANY_MARK
  ON_DESCRIPTOR GETSOCKOPT, TRACKED
  ON_DESCRIPTOR SEND, (DATAGRAM + CLEAR)
  ON_DESCRIPTOR SENDTO, (DATAGRAM + CLEAR)
  ON_DESCRIPTOR SENDMSG, (DATAGRAM + CLEAR)
  ON_DESCRIPTOR SENDMMSG, (DATAGRAM + CLEAR)
  ON_DESCRIPTOR WRITE, (DATAGRAM + CLEAR)
  ON_DESCRIPTOR WRITEV, (DATAGRAM + CLEAR)
  ON_DESCRIPTOR READ, DATAGRAM
  ON_DESCRIPTOR READV, DATAGRAM
  ON_DESCRIPTOR RECV, DATAGRAM
  ON_DESCRIPTOR RECVFROM, DATAGRAM
  ON_DESCRIPTOR RECVMSG, DATAGRAM
  ON_DESCRIPTOR RECVMMSG, DATAGRAM

  .globl entries
  .balign ENTRY_BYTES
entries:
  .set number, ON_EVERY_CALL
  .rept SLOTS - ON_EVERY_CALL
  ON_CALL number
  .set number, number + 1
  .endr

/* JavaScript listens here: long enough for the jump that a listener puts in its place. */
  .globl gate
  .balign 64
gate:
  .rept 32
  nop
  .endr
  ret
  .balign 64
  .globl code_end
code_end:
