// The words by which people ask not to be written to, in the languages of our users.
// Only a message that says nothing else counts. CANCEL and its like are left out: customers cancel orders with them.

const WORDS = [
  // English, and what many write in any language
  ...['stop', 'stop all', 'stopall', 'please stop', 'stop please', 'stop it', 'stop messages', 'stop sending', 'stopp'],
  ...['unsubscribe', 'unsub', 'opt out', 'optout', 'quit', 'remove me', 'do not message me', 'dont message me'],
  // Urdu, and Urdu and Hindi in Latin letters
  ...['سٹاپ', 'اسٹاپ', 'بند کرو', 'بند کریں', 'بند کر دیں', 'بند کردیں', 'روکیں', 'روک دیں', 'مت بھیجیں'],
  ...['band karo', 'band karen', 'band karein', 'band kro', 'band kar do', 'rok do', 'mat bhejo', 'mat bhejen'],
  // Hindi, Bengali
  ...['स्टॉप', 'बंद करो', 'बंद करें', 'बन्द करें', 'बंद कर दो', 'रोको', 'रोकें', 'मत भेजो', 'स्टॉप करें'],
  ...['স্টপ', 'বন্ধ', 'বন্ধ করুন', 'থামুন'],
  // Arabic, Persian
  ...['ستوب', 'توقف', 'قف', 'أوقف', 'إيقاف', 'ايقاف', 'إلغاء الاشتراك', 'الغاء الاشتراك', 'لا ترسل', 'لغو اشتراک'],
  // Spanish, Portuguese, French, Italian
  ...['parar', 'pare', 'para ya', 'detener', 'alto', 'basta', 'baja', 'dar de baja', 'darme de baja', 'no enviar'],
  ...['cancelar suscripción', 'sair', 'descadastrar', 'remover', 'cancelar inscrição', 'não enviar'],
  ...['arrêt', 'arrêter', 'arrêtez', 'désabonner', 'désinscrire', 'me désinscrire', 'disiscrivimi', 'cancellami'],
  // German, Turkish, Russian, Indonesian and Malay, Swahili
  ...['abmelden', 'abbestellen', 'dur', 'durdur', 'стоп', 'отписаться', 'berhenti', 'henti', 'acha', 'simama'],
]

/** Letters and digits alone, case and accents aside, one space between words. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{Mn}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/['’`]/gu, '')
    .replace(/[^\p{L}\p{N}\p{Mc}]+/gu, ' ')
    .trim()
}

const words = new Set(WORDS.map(plain))
const LONGEST = Math.max(...WORDS.map((word) => word.length))

/** Whether the whole message asks us to stop. */
export function isStopWord(text: string): boolean {
  // Somebody may put stars or a full stop around the word, but not a story.
  return text.length <= LONGEST * 3 && words.has(plain(text))
}
