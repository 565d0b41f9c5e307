import {
  BadGatewayException,
  DependencyFailedException,
  InternalServerException,
  type ServiceException,
} from '../../contract/exceptions.ts'
import type { Service } from '../../contract/operation.ts'
import type { StorageTrouble, StorageUnavailable } from '../../engine/event-log.ts'
import { unreachable } from '../../lib/unreachable.ts'

const resourceName = 'storage'

/**
 * What a caller is told when the storage takes no write: what has to be done about it is the operator's, so a full, read-only or
 * failing disk is a DependencyFailedException, which SDKs do not repeat; what passes by itself is a BadGatewayException, which
 * they do. The build-time service declares neither: an InternalServerException says the same there.
 * @remarks Assumed: AWS does not say when StopFlowExecution answers which.
 */
export const storageException = (cause: StorageUnavailable, service: Service, requestId: string): ServiceException => {
  const { reason } = cause
  const message = `${sentenceOf(reason, requestId)} ${unknownYet}`
  if (service === 'bedrock-agent') return new InternalServerException(message, { cause })
  switch (reason) {
    case 'full':
    case 'readOnly':
    case 'failed':
      return new DependencyFailedException(message, { resourceName, cause })
    case 'locked':
    case 'silent':
      return new BadGatewayException(message, { resourceName, cause })
    case 'corrupt':
      return new InternalServerException(message, { cause })
    default:
      return unreachable(reason)
  }
}

const unknownYet = 'Whether this request takes effect is not known yet; it can be repeated.'

const sentenceOf = (reason: StorageTrouble, requestId: string): string => {
  switch (reason) {
    case 'full':
      return 'The storage of Sluice is full: make room on the disk of its data directory.'
    case 'readOnly':
      return 'The storage of Sluice is read-only: make the file system of its data directory writable again.'
    case 'locked':
      return 'The storage of Sluice is locked by another process: end that process, or let it finish.'
    case 'silent':
      return 'The storage of Sluice does not answer: look after the disk of its data directory.'
    case 'corrupt':
      return `The database of Sluice is damaged and takes no writes: restore a backup and start the server again. The log has the cause under request id ${requestId}.`
    case 'failed':
      return `The storage of Sluice failed: look after the disk of its data directory. The log has the cause under request id ${requestId}.`
    default:
      return unreachable(reason)
  }
}
