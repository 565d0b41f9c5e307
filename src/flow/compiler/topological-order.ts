interface Joined {
  readonly position: number
  readonly incoming: readonly unknown[]
  readonly outgoing: readonly { readonly target: { readonly position: number } | undefined }[]
}

/** The nodes, each after all that lead to it; `undefined`: they go in a circle. Linear in nodes and connections. */
export const topologicalOrder = <Node extends Joined>(nodes: readonly Node[]): readonly Node[] | undefined => {
  const open = Uint32Array.from(nodes, ({ incoming }) => incoming.length)
  const sorted = nodes.filter(({ incoming }) => incoming.length === 0)
  for (const { outgoing } of sorted) {
    for (const { target } of outgoing) {
      if (!target) continue
      const left = (open[target.position] ?? 0) - 1
      open[target.position] = left
      const node = nodes[target.position]
      if (left === 0 && node) sorted.push(node)
    }
  }
  return sorted.length === nodes.length ? sorted : undefined
}
