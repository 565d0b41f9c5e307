#!/usr/bin/env node
import { tooOldNode } from '../lib/node-version.ts'

const tooOld = tooOldNode(process.versions.node)
if (tooOld !== undefined) {
  process.stderr.write(`${tooOld}\n`)
  process.exit(1)
}
// An older one cannot even read what follows.
const { runProgram } = await import('./program.ts')
process.exit(await runProgram(process.argv.slice(2)))
