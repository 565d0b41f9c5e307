/**
 * A program for `node --input-type=module --eval` that imports `sluice/flow` by this specifier as a browser would: where nothing of
 * Node.js can be imported and its globals are gone. Prints what is found in a definition with one fault.
 */
export const browserCheck = (specifier: string): string => `
import { builtinModules, registerHooks } from 'node:module'
const { log } = console
registerHooks({
  resolve(name, context, next) {
    if (name.startsWith('node:') || builtinModules.includes(name)) throw new Error(context.parentURL + ' imports ' + name)
    return next(name, context)
  },
})
for (const name of ['process', 'Buffer', 'global', 'setImmediate', 'clearImmediate']) delete globalThis[name]
const { compile, evaluateCondition, evaluatePath, lint, locatedFindings, parseCondition, parseDefinition, parsePath, textOfPath } =
  await import(${JSON.stringify(specifier)})
const definition = parseDefinition({
  nodes: [
    { name: 'Start', type: 'Input', outputs: [{ name: 'document', type: 'Object' }] },
    { name: 'End', type: 'Output', inputs: [{ name: 'document', type: 'String', expression: "$.data['text']" }], outputs: [{ name: 'more', type: 'String' }] },
  ],
  connections: [
    { name: 'link', type: 'Data', source: 'Start', target: 'End', configuration: { data: { sourceOutput: 'document', targetInput: 'document' } } },
  ],
})
log(
  JSON.stringify({
    runs: compile(definition).flow !== undefined,
    findings: locatedFindings(definition).map(({ finding, path }) => [finding.type, textOfPath(path)]),
    lint: lint(definition).map(({ rule }) => rule),
    path: evaluatePath(parsePath("$.data['text']").path, { text: 'tea' }),
    condition: evaluateCondition(parseCondition('n > 1').expression, { n: 2 }),
  }),
)
`

/** What it prints when all is well. */
export const browserCheckPrints = JSON.stringify({
  runs: false,
  findings: [['UnknownNodeOutput', 'nodes[1].outputs[0].name']],
  lint: ['unread-output', 'undocumented-expression'],
  path: { value: 'tea' },
  condition: true,
})
