import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { single } from '../../test/definitions.ts'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-program-'))
})
afterAll(() => rm(directory, { recursive: true }))

/** `sluice` as a process of its own, in a directory of its own. */
const sluice = (...args: readonly string[]) => {
  const program = spawn(process.execPath, [new URL('main.ts', import.meta.url).pathname, ...args], {
    cwd: directory,
    env: { PATH: process.env['PATH'] },
  })
  const exit = once(program, 'close').then(([code, signal]) => code ?? signal)
  return { program, exit, stderr: text(program.stderr) }
}

const firstLines = async ({ stdout }: { stdout: Readable }): Promise<readonly string[]> => {
  const [written] = await once(stdout.setEncoding('utf8'), 'data')
  return String(written).split('\n')
}

const endpointIn = (line: string): string => line.slice(line.lastIndexOf(' ') + 1)

describe('the command sluice', () => {
  it('serves until SIGTERM, and says on its first line where', async () => {
    const { program, exit } = sluice('serve', '--port', '0', '--data-dir', 'data')
    const [ready = '', data] = await firstLines(program)

    const health = await fetch(`${endpointIn(ready)}/healthz`)
    await health.text()
    program.kill('SIGTERM')

    expect(ready).toMatch(/^Sluice is ready at http:\/\/127\.0\.0\.1:\d+$/)
    expect(data).toBe(`Data directory: ${join(directory, 'data')}`)
    expect([health.status, await exit]).toEqual([200, 0])
  })

  it('prepares a declared flow again while it watches, and says what is wrong with it', async () => {
    const definition = JSON.stringify(single)
    await writeFile(join(directory, 'poem.json'), definition)
    await writeFile(join(directory, 'declared.yaml'), 'flows:\n  - { id: POEM000001, file: poem.json }\n')
    const { program, exit } = sluice('serve', '--port', '0', '--data-dir', 'declared', '--config', 'declared.yaml', '--watch')
    const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]()
    const line = async (start: string): Promise<string> => {
      for (;;) {
        const { value, done } = await lines.next()
        if (done) throw new Error(`The program ended without a line that begins with ${start}`)
        if (value.startsWith(start)) return value
      }
    }

    const declared = await line('Declared flows')
    await writeFile(join(directory, 'poem.json'), '[]')
    const refused = await line('Flow POEM000001')
    await writeFile(join(directory, 'poem.json'), definition.replaceAll('Ask', 'Write'))
    const prepared = await line('Flow POEM000001')
    program.kill('SIGTERM')

    const file = join(directory, 'poem.json')
    expect(declared).toBe('Declared flows, in account 000000000000 and region us-east-1: POEM000001')
    expect(refused).toBe(`Flow POEM000001 stays as it was: flows[0].file: The definition ${file} is no mapping with nodes and connections.`)
    expect(prepared).toBe(`Flow POEM000001 is prepared again: ${file}`)
    expect(await exit).toBe(0)
  })

  it('ends at once at the second signal, whatever is under way', async () => {
    const { program, exit } = sluice('serve', '--port', '0', '--data-dir', 'data')
    const [ready = ''] = await firstLines(program)
    const socket = connect(Number(new URL(endpointIn(ready)).port), '127.0.0.1')
    socket.on('error', () => {}) // the server dies under it
    await new Promise((resolve) => socket.write('POST /flows/ HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n{', resolve))
    await fetch(`${endpointIn(ready)}/healthz`).then((health) => health.text())

    program.kill('SIGTERM')
    program.kill('SIGINT')

    expect(await exit).toBe(1)
  })

  it.each([
    [2, "error: unknown option '--nope'", ['serve', '--nope']],
    [2, 'A port is a whole number from 0 to 65535.', ['serve', '--port', '70000']],
    [2, "error: unknown command 'start'", ['start']],
    [1, 'nope.yaml does not exist.', ['config', 'check', '--config', 'nope.yaml']],
    [1, 'There is nothing to watch: no declared flow has a file', ['serve', '--port', '0', '--watch']],
    [1, "--host: host is '0.0.0.0', where others can reach the server", ['serve', '--host', '0.0.0.0']],
  ])('exits with %i and says %s', async (code, message, args) => {
    const { exit, stderr } = sluice(...args)

    expect(await exit).toBe(code)
    expect(await stderr).toContain(message)
    expect(await stderr).not.toMatch(/^\s+at /m)
  })
})
