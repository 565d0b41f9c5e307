import type { ChildProcess } from 'node:child_process'

const children = new Set<ChildProcess>()
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Whatever ends this process, a signal included: nothing that it started goes on. Answers the child. */
export const bound = <Child extends ChildProcess>(child: Child): Child => {
  if (children.size === 0) {
    process.on('exit', killAll)
    for (const signal of signals) process.on(signal, end)
  }
  children.add(child)
  child.once('exit', () => {
    children.delete(child)
    if (children.size > 0) return
    process.off('exit', killAll)
    for (const signal of signals) process.off(signal, end)
  })
  return child
}

const killAll = (): void => {
  for (const child of children) child.kill('SIGKILL')
}

const end = (): void => process.exit(1)
