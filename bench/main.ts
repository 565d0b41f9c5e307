/** `npm run bench [-- NAME...]` prints each figure beside a baseline of the same run. */
import { benchEngine } from './engine.ts'
import { line } from './ratio.ts'

const benches = { engine: () => benchEngine() }

const isName = (name: string): name is keyof typeof benches => Object.hasOwn(benches, name)

const asked = process.argv.slice(2)
const names = asked.length > 0 ? asked : Object.keys(benches)
for (const name of names) {
  if (!isName(name)) throw new Error(`There is no bench ${name}; there are ${Object.keys(benches).join(', ')}.`)
  for (const figure of await benches[name]()) console.log(line(figure))
}
