import { ConfigurationError } from '../api/configuration-error.ts'
import type { Configuration } from '../api/configuration.ts'
import { StorageUnavailable } from '../engine/event-log.ts'

type Place = Pick<Configuration, 'host' | 'port' | 'dataDir'>

/** Why the server did not start, as one sentence with the way out. */
export const startFailure = (error: unknown, { host, port, dataDir }: Place): string => {
  if (!(error instanceof Error)) return `Sluice could not start: ${String(error)}.`
  if (error instanceof ConfigurationError) return error.message
  if (error instanceof StorageUnavailable)
    return `The data directory ${dataDir} cannot be written (${error.message.replace(/\.$/, '')}): make room on its disk, or choose another with --data-dir.`
  const [code, syscall] = [member(error, 'code'), member(error, 'syscall')]
  if (code === 'EADDRINUSE') return `Port ${port} of ${host} is in use: stop what listens there, or choose another with --port.`
  if (code === 'EACCES' && syscall === 'listen')
    return `Port ${port} needs more rights than this user has: choose one from 1024 with --port.`
  if (code === 'EADDRNOTAVAIL') return `The address ${host} is not one of this machine: choose another with --host.`
  if (syscall === 'getaddrinfo') return `The host name ${host} has no address (${code}): choose another with --host.`
  if ('path' in error) return `The data directory ${dataDir} cannot be used (${code}): choose another with --data-dir.`
  return error.message
}

/** What Node adds to the errors of the system. */
const member = (error: Error, name: 'code' | 'syscall'): string | undefined => {
  const value: unknown = name in error ? Reflect.get(error, name) : undefined
  return typeof value === 'string' ? value : undefined
}
