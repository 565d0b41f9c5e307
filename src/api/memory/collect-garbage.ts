import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

let collector: (() => void) | undefined

/** A full collection, now. Node has no other way than V8's own function, which only a context has that is made under its flag. */
export const collectGarbage = (): void => {
  collector ??= madeCollector()
  collector()
}

const madeCollector = (): (() => void) => {
  setFlagsFromString('--expose-gc')
  try {
    return runInNewContext('gc')
  } finally {
    setFlagsFromString('--no-expose-gc')
  }
}
