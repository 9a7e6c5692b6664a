// The certificate of the media server: made at each start, for loopback alone.
import selfsigned from 'selfsigned'

const year = 365 * 86_400_000

/** Key and certificate as PEM. */
export async function makeCertificate(): Promise<{ key: string; certificate: string }> {
  const altNames = [
    { type: 2 as const, value: 'localhost' },
    { type: 7 as const, ip: '127.0.0.1' },
  ]
  const made = await selfsigned.generate([{ name: 'commonName', value: 'Dakiya practice network' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + year),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames },
    ],
  })
  return { key: made.private, certificate: made.cert }
}
