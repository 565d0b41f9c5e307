/** Fails when a secret of the tests stands in what they have left behind: `node scripts/find-canaries.ts FILE-OR-DIRECTORY...`. */
import { assertNoCanaries } from '../test/canaries/find-canaries.ts'

const paths = process.argv.slice(2)
if (paths.length === 0) throw new Error('Name at least one file or directory.')
await assertNoCanaries(paths)
console.log('No secret of the tests stands in what they have left behind.')
