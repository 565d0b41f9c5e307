import { parseArgs } from 'node:util'

/**
 * The options of a command by name, each a whole number from 1 on. What is not given is as in `defaults`; anything else ends
 * the process with 2 and one sentence.
 */
export const wholeNumbers = <Name extends string>(defaults: Readonly<Record<Name, number>>): Record<Name, number> => {
  const numbers: Record<Name, number> = { ...defaults }
  for (const [name, text] of Object.entries(given(Object.keys(defaults)))) {
    if (!/^[1-9]\d{0,14}$/.test(String(text))) refuse(`--${name} must be a whole number from 1 on, not ${String(text)}.`)
    Object.assign(numbers, { [name]: Number(text) })
  }
  return numbers
}

const given = (names: readonly string[]): object => {
  try {
    return parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: 'string' }])) }).values
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  }
}

const refuse = (sentence: string): never => {
  console.error(sentence)
  process.exit(2)
}
