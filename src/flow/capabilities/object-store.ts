import type { CallOptions } from './call-options.ts'

/** Where an object is. */
export interface ObjectPlace {
  readonly bucket: string
  readonly key: string
}

export interface ObjectContent {
  /** UTF-8. */
  readonly content: Uint8Array
  readonly contentType: string
}

/** What a store says of an object, in S3's words. Type aliases, because it is recorded as plain JSON. */
export type StoredObject = {
  readonly contentLength: number
  readonly contentType?: string
  readonly eTag?: string
}

/** What a call was answered with. */
export interface ObjectAnswer {
  /** The store's id of the request, or one drawn here. */
  readonly requestId: string
  readonly object: StoredObject
}

export interface GetOptions extends CallOptions {
  /** The largest object that is wanted: a larger one is refused before all of it is in memory. */
  readonly valueBytes: number
  /** Each piece of the content, in order. What it throws ends the call and is what that rejects with. */
  onContent(piece: Uint8Array): void
}

/** Keeps objects in buckets. */
export interface ObjectStore {
  /** @throws NodeError - what the flow's author can act on: no such bucket or object, a refused key, an object too large, a cut answer. */
  get(place: ObjectPlace, options: GetOptions): Promise<ObjectAnswer>
  /**
   * Keeps the whole content or, when it fails or is aborted, leaves what was there before.
   * @throws NodeError - what the flow's author can act on.
   */
  put(place: ObjectPlace, content: ObjectContent, options: CallOptions): Promise<ObjectAnswer>
}
