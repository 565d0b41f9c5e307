/**
 * Which component each of `count` numbered nodes is in: two nodes share one exactly when each leads to the other. Tarjan's
 * algorithm with a stack of its own, linear in nodes and edges.
 */
export const stronglyConnected = (count: number, targetsOf: (node: number) => readonly number[]): readonly number[] => {
  const component = Array.from({ length: count }, () => unseen)
  const entered = Array.from({ length: count }, () => unseen)
  const lowest = Array.from({ length: count }, () => 0)
  const open: number[] = []
  let clock = 0
  let components = 0
  const enter = (node: number) => {
    entered[node] = lowest[node] = clock++
    open.push(node)
    return { node, targets: targetsOf(node), next: 0 }
  }
  const at = (numbers: readonly number[], node: number): number => numbers[node] ?? unseen
  const lower = (node: number, to: number): void => {
    lowest[node] = Math.min(at(lowest, node), to)
  }

  for (let root = 0; root < count; root++) {
    if (at(entered, root) !== unseen) continue
    const path = [enter(root)]
    for (let last = path.at(-1); last; last = path.at(-1)) {
      const target = last.targets[last.next++]
      if (target === undefined) {
        path.pop()
        const before = path.at(-1)
        if (before) lower(before.node, at(lowest, last.node))
        if (at(lowest, last.node) === at(entered, last.node)) {
          for (const member of open.splice(open.lastIndexOf(last.node))) component[member] = components
          components++
        }
      } else if (at(entered, target) === unseen) path.push(enter(target))
      else if (at(component, target) === unseen) lower(last.node, at(entered, target))
    }
  }
  return component
}

const unseen = -1
