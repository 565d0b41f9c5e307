import Type from 'typebox'
import { section } from '../configuration-section.ts'

const pemFile = (description: string) =>
  Type.String({ minLength: 1, maxLength: 4096, description: `${description}; relative to this file.` })

/** The section `tls`: what the port speaks TLS with. */
export const Tls = section(
  {
    certFile: pemFile('The certificate and, behind it, those that lead to its authority, in PEM'),
    keyFile: pemFile('The private key of the certificate, in PEM, not encrypted'),
  },
  { description: 'The port speaks TLS and nothing else. Left out: it is plain.' },
)

export type TlsSettings = Type.Static<typeof Tls>
