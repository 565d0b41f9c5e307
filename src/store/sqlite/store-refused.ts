/** The data directory or its database cannot be used as it is; the message names the file and the way out. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused'
}
