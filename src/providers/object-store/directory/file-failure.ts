import { NodeError } from '../../../flow/node-error.ts'
import type { ObjectCall } from '../object-failure.ts'
import { missingFailure, named, refusedKey } from '../object-failure.ts'

/** What the system calls an error: `ENOENT`. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/** Why the file system did not do what it was asked; whatever is no error of a file system stays as it is. */
export const fileFailure = (call: ObjectCall, error: unknown): unknown => {
  const code = codeOf(error)
  if (error instanceof NodeError || code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error
  const cause = { cause: error }
  const directory = `${call.setting}.directory`
  if (code === 'ENOENT') return missingFailure(call, error)
  if (code === 'ENOTDIR' || code === 'ELOOP') return refusedKey(call, 'leads through a file or a link', error)
  if (code === 'EISDIR' || code === 'ENOTEMPTY' || code === 'EEXIST') return refusedKey(call, 'leads to a directory', error)
  if (code === 'ENXIO') return refusedKey(call, 'leads to what is no file', error)
  if (code === 'ENAMETOOLONG' || code === 'EILSEQ' || code === 'EINVAL')
    return refusedKey(call, 'is none that the file system takes', error)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    const message = `Object ${named(call)} cannot be used (${code}): give Sluice the right to ${directory}.`
    return new NodeError('DEPENDENCY_FAILED', message, cause)
  }
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    const message = `Object ${named(call)} cannot be written (${code}): make room in ${directory}.`
    return new NodeError('DEPENDENCY_FAILED', message, cause)
  }
  if (code === 'EMFILE' || code === 'ENFILE' || code === 'ENOMEM' || code === 'EAGAIN') {
    const message = `Object ${named(call)} cannot be used (${code}): lower ${call.setting}.maxConcurrency, or give the server more descriptors and memory.`
    return new NodeError('BAD_GATEWAY', message, { ...cause, retryable: true })
  }
  const message = `Object ${named(call)} cannot be used (${code}): look into the disk of ${directory}.`
  return new NodeError('BAD_GATEWAY', message, { ...cause, retryable: true })
}
