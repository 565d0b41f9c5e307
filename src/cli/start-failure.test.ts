import { expect, it } from 'vitest'
import { ConfigurationError } from '../api/configuration-error.ts'
import { StorageUnavailable } from '../engine/event-log.ts'
import { startFailure } from './start-failure.ts'

const systemError = (members: object): Error => Object.assign(new Error('system'), members)

it.each([
  [new ConfigurationError('port is 1.'), 'port is 1.'],
  [
    systemError({ code: 'EADDRINUSE', syscall: 'listen' }),
    'Port 80 of 127.0.0.1 is in use: stop what listens there, or choose another with --port.',
  ],
  [systemError({ code: 'EACCES', syscall: 'listen' }), 'Port 80 needs more rights than this user has: choose one from 1024 with --port.'],
  [
    systemError({ code: 'EADDRNOTAVAIL', syscall: 'listen' }),
    'The address 127.0.0.1 is not one of this machine: choose another with --host.',
  ],
  [
    systemError({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
    'The host name 127.0.0.1 has no address (ENOTFOUND): choose another with --host.',
  ],
  [
    systemError({ code: 'EACCES', syscall: 'mkdir', path: '/data/x' }),
    'The data directory /data cannot be used (EACCES): choose another with --data-dir.',
  ],
  [new Error('The data directory /data belongs to another running server.'), 'The data directory /data belongs to another running server.'],
  [
    new StorageUnavailable('The storage refused: database or disk is full'),
    'The data directory /data cannot be written (The storage refused: database or disk is full): make room on its disk, or choose another with --data-dir.',
  ],
  ['odd', 'Sluice could not start: odd.'],
])('says why a server did not start: %s', (error, sentence) => {
  expect(startFailure(error, { host: '127.0.0.1', port: 80, dataDir: '/data' })).toBe(sentence)
})
