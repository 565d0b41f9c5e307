import type { BigIntStats } from 'node:fs'
import { constants, existsSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from './file-failure.ts'

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants

/** Linux leads from an open directory to what it holds, whatever has become of the directory's name. */
const throughDescriptors = existsSync('/proc/self/fd')

/** What tells a directory from every other of the machine. */
export const identityOf = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`

/** Only the owner may enter. */
const folderMode = 0o700

/**
 * An open directory. What it holds is reached through its descriptor and never through a link: who swaps a directory for a
 * link meanwhile changes nothing. Where the system has no such paths (macOS), links are refused as they are when they are met.
 */
export class Folder implements AsyncDisposable {
  readonly #handle: FileHandle
  readonly #path: string

  private constructor(handle: FileHandle, path: string) {
    this.#handle = handle
    this.#path = path
  }

  /** The directory that the configuration names, which may be a link. @param create - with all above it. */
  static async open(path: string, { create }: { readonly create: boolean }): Promise<Folder> {
    if (create) await mkdir(path, { recursive: true, mode: folderMode })
    return new Folder(await open(path, O_RDONLY | O_DIRECTORY), path)
  }

  /** Where what it holds by this name is, for as long as it is open. */
  at(name: string): string {
    return throughDescriptors ? `/proc/self/fd/${this.#handle.fd}/${name}` : join(this.#path, name)
  }

  /** Opens a directory in it. Fails with ENOTDIR or ELOOP where that is no directory but a link, for instance. */
  async enter(name: string, { create }: { readonly create: boolean }): Promise<Folder> {
    const path = this.at(name)
    if (create) {
      await mkdir(path, { mode: folderMode }).catch((error: unknown) => {
        if (codeOf(error) !== 'EEXIST') throw error
      })
    }
    return new Folder(await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW), join(this.#path, name))
  }

  async identity(): Promise<string> {
    return identityOf(await this.#handle.stat({ bigint: true }))
  }

  /** Puts the names in it on disk. */
  sync(): Promise<void> {
    return this.#handle.sync()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#handle.close()
  }
}
