#!/usr/bin/env node
const oldestNode = 24

// What follows needs this version already to be read, so it is imported only after this question.
const major = Number(process.versions.node.split('.')[0])
if (major < oldestNode) {
  process.stderr.write(`Sluice needs Node.js ${oldestNode} or newer, this is ${process.versions.node}.\n`)
  process.exit(1)
}
const { runProgram } = await import('./program.ts')
process.exit(await runProgram(process.argv.slice(2)))
