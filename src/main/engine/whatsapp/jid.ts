// WhatsApp's addresses in the few forms that we read.
import './silence-libsignal.ts'
import { jidDecode } from '@whiskeysockets/baileys'

/** The part before @, without the device: digits of a number or of a LID; '' for none. */
export const userOf = (jid: string | undefined): string => jidDecode(jid)?.user ?? ''

export const isLid = (jid: string): boolean => jid.endsWith('@lid')
export const isGroup = (jid: string): boolean => jid.endsWith('@g.us')
