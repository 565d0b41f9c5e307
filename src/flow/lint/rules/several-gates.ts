import type { LintRule } from '../rule.ts'

/** A node waits for more than one condition: here one is enough; AWS does not say. */
export const severalGates: LintRule = (parts) =>
  parts.flatMap(({ connections, path }) =>
    Map.groupBy(
      connections.map((connection, index) => ({ connection, index })).filter(({ connection }) => connection.type === 'Conditional'),
      ({ connection }) => connection.target,
    )
      .values()
      .flatMap(([_, second]) =>
        second
          ? [
              {
                message: `Node ${second.connection.target} has several Conditional connections: here it fires when one of them is satisfied; AWS does not say whether all must be.`,
                path: [...path, 'connections', second.index, 'name'],
              },
            ]
          : [],
      )
      .toArray(),
  )
