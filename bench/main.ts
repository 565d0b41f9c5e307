/** `npm run bench [-- NAME...]` prints each figure beside a baseline of the same run. */
import { benchAccess } from './access.ts'
import { benchCompile } from './compile.ts'
import { benchEngine } from './engine.ts'
import { benchFunctions } from './functions.ts'
import { benchHttp } from './http.ts'
import { benchInvoke } from './invoke.ts'
import { benchIterate } from './iterate.ts'
import { benchLists } from './lists.ts'
import { benchObjects } from './objects.ts'
import { line } from './ratio.ts'
import { benchResourceLists } from './resource-lists.ts'
import { benchSlowClients } from './slow-clients.ts'
import { benchStop } from './stop.ts'
import { benchStreams } from './streams.ts'
import { benchWaiting } from './waiting.ts'
import { benchConditions } from './conditions.ts'

const benches = {
  access: benchAccess,
  compile: benchCompile,
  engine: () => benchEngine(),
  http: () => benchHttp(),
  stop: benchStop,
  streams: benchStreams,
  waiting: benchWaiting,
  lists: benchLists,
  'resource-lists': benchResourceLists,
  invoke: benchInvoke,
  functions: benchFunctions,
  objects: benchObjects,
  conditions: benchConditions,
  iterate: benchIterate,
  'slow-clients': benchSlowClients,
}

const isName = (name: string): name is keyof typeof benches => Object.hasOwn(benches, name)

const asked = process.argv.slice(2)
const names = asked.length > 0 ? asked : Object.keys(benches)
for (const name of names) {
  if (!isName(name)) throw new Error(`There is no bench ${name}; there are ${Object.keys(benches).join(', ')}.`)
  for await (const figure of benches[name]()) console.log(line(figure))
}
