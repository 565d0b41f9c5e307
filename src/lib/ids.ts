/** Identifiers, handed in so that tests and simulations can repeat them. */
export interface Ids {
  /** Ten characters of `[0-9A-Z]`, as Bedrock's flows, aliases and prompts have. */
  resource(): string
  /** Version 7: later ones sort behind earlier ones, to the millisecond. */
  uuid(): string
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const length = 10
/** The largest multiple of the alphabet's size in a byte: bytes from here on would make some letters likelier. */
const fairBytes = 256 - (256 % alphabet.length)

export const randomIds: Ids = {
  resource() {
    let id = ''
    while (id.length < length) {
      for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
        if (byte < fairBytes && id.length < length) id += alphabet[byte % alphabet.length]
      }
    }
    return id
  },
  uuid() {
    const time = Date.now().toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`
  },
}
