import { SerializationException } from '../../contract/exceptions.ts'
import type { Json } from '../../lib/json.ts'

const deepest = 128
/** Values and names of members, as many as there can be in 6 MiB: reading more of them, of a few bytes each, would hold up everybody. */
const mostParts = 3_145_728

/**
 * The JSON document in these bytes of UTF-8. What two readers could understand differently is refused: duplicate members,
 * `__proto__`, numbers beyond a double; and so is nesting beyond 128 levels, before anything recursive sees it, and more values and names
 * of members than 3,145,728. Takes time linear in the size.
 * @throws SerializationException
 */
export const parseJson = (bytes: Uint8Array): Json => readJson('The request body', decode(bytes))

/** The same of a text, which messages call `subject`. @throws SerializationException */
export const readJson = (subject: string, text: string): Json => {
  refuseAmbiguous(subject, text)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new SerializationException(`${subject} is not valid JSON.`, { cause })
  }
}

/** What two readers of a text could understand differently, what nests too deep or has too many parts. @throws SerializationException */
export const refuseAmbiguous = (subject: string, text: string): void =>
  check(text, (fault) => new SerializationException(`${subject} ${fault}.`))

type Refusal = (fault: string) => SerializationException

const utf8 = new TextDecoder('utf-8', { fatal: true })

const decode = (bytes: Uint8Array): string => {
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    throw new SerializationException('The request body is not valid UTF-8.', { cause })
  }
}

/** Walks the tokens of what may be JSON; what is none of it is left to the parser. */
const check = (text: string, refusal: Refusal): void => {
  /** Per level: the members so far of an object, `undefined` for an array. */
  const open: (Set<string> | undefined)[] = []
  let memberNext = false
  let parts = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '"') {
      const end = endOfString(text, at)
      parts++
      if (memberNext) addMember(open.at(-1), text.slice(at, end), refusal)
      memberNext = false
      at = end - 1
    } else if (char === '{' || char === '[') {
      if (open.length === deepest) throw refusal(`nests deeper than ${deepest} levels`)
      parts++
      memberNext = char === '{'
      open.push(memberNext ? new Set() : undefined)
    } else if (char === '}' || char === ']') {
      open.pop()
      memberNext = false
    } else if (char === ',') {
      memberNext = open.at(-1) !== undefined
    } else if (char !== undefined && char >= '0' && char <= '9') {
      parts++
      const end = endOfNumber(text, at)
      if (Math.abs(Number(text.slice(at, end))) === Infinity) {
        throw refusal('has a number that is too large for a double')
      }
      at = end - 1
    } else if (char === 't' || char === 'f' || char === 'n') {
      parts++
    }
    if (parts > mostParts) throw refusal(`has more than ${mostParts} values and names of members`)
  }
}

/** Behind the closing quote of the string that begins at `start`, or the text's end. */
export const endOfString = (text: string, start: number): number => {
  let end = text.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end === -1 ? text.length : end + 1
}

const isEscaped = (text: string, at: number): boolean => {
  let backslashes = 0
  while (text[at - 1 - backslashes] === '\\') backslashes++
  return backslashes % 2 === 1
}

const endOfNumber = (text: string, start: number): number => {
  let end = start + 1
  while (numberCharacters.has(text.charCodeAt(end))) end++
  return end
}

const numberCharacters = new Set(Array.from('0123456789.eE+-', (character) => character.charCodeAt(0)))

const addMember = (members: Set<string> | undefined, quoted: string, refusal: Refusal): void => {
  const name = quoted.includes('\\') ? unescaped(quoted) : quoted
  if (name === '"__proto__"') throw refusal('has a member named __proto__')
  if (members?.has(name)) throw refusal(`has the member ${name.slice(0, 100)} twice in one object`)
  members?.add(name)
}

/** As the parser will read it; what it will refuse stays as it is. */
const unescaped = (quoted: string): string => {
  try {
    return JSON.stringify(JSON.parse(quoted))
  } catch {
    return quoted
  }
}
