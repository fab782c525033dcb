package io.hydrant.core.stream.request;

import io.hydrant.core.stream.FirehoseError;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The values that CustomTimeZone may have: UTC, and the 294 names that AWS's documentation lists.
/// They are names of long standing; what was renamed since (Kolkata, Kyiv) is not among them.
public final class TimeZones {
    private static final Map<String, String> CITIES =
            Map.ofEntries(
                    Map.entry(
                            "Africa",
                            """
                            Abidjan Accra Addis_Ababa Algiers Asmera Bangui Banjul
                            Bissau Blantyre Bujumbura Cairo Casablanca Conakry Dakar
                            Dar_es_Salaam Djibouti Douala Freetown Gaborone Harare
                            Johannesburg Kampala Khartoum Kigali Kinshasa Lagos
                            Libreville Lome Luanda Lubumbashi Lusaka Malabo Maputo
                            Maseru Mbabane Mogadishu Monrovia Nairobi Ndjamena Niamey
                            Nouakchott Ouagadougou Porto-Novo Sao_Tome Timbuktu Tripoli
                            Tunis Windhoek
                            """),
                    Map.entry(
                            "America",
                            """
                            Adak Anchorage Anguilla Antigua Aruba Asuncion Barbados
                            Belize Bogota Buenos_Aires Caracas Cayenne Cayman Chicago
                            Costa_Rica Cuiaba Curacao Dawson_Creek Denver Dominica
                            Edmonton El_Salvador Fortaleza Godthab Grand_Turk Grenada
                            Guadeloupe Guatemala Guayaquil Guyana Halifax Havana
                            Indianapolis Jamaica La_Paz Lima Los_Angeles Managua Manaus
                            Martinique Mazatlan Mexico_City Miquelon Montevideo Montreal
                            Montserrat Nassau New_York Noronha Panama Paramaribo Phoenix
                            Port_of_Spain Port-au-Prince Porto_Acre Puerto_Rico Regina
                            Rio_Branco Santiago Santo_Domingo Sao_Paulo Scoresbysund
                            St_Johns St_Kitts St_Lucia St_Thomas St_Vincent Tegucigalpa
                            Thule Tijuana Tortola Vancouver Winnipeg
                            """),
                    Map.entry(
                            "Antarctica",
                            """
                            Casey DumontDUrville Mawson McMurdo Palmer
                            """),
                    Map.entry(
                            "Asia",
                            """
                            Aden Almaty Amman Anadyr Aqtau Aqtobe Ashgabat Ashkhabad
                            Baghdad Bahrain Baku Bangkok Beirut Bishkek Brunei Calcutta
                            Colombo Dacca Damascus Dhaka Dubai Dushanbe Hong_Kong
                            Irkutsk Jakarta Jayapura Jerusalem Kabul Kamchatka Karachi
                            Katmandu Krasnoyarsk Kuala_Lumpur Kuwait Macao Magadan
                            Manila Muscat Nicosia Novosibirsk Phnom_Penh Pyongyang Qatar
                            Rangoon Riyadh Saigon Seoul Shanghai Singapore Taipei
                            Tashkent Tbilisi Tehran Thimbu Thimphu Tokyo Ujung_Pandang
                            Ulaanbaatar Ulan_Bator Vientiane Vladivostok Yakutsk
                            Yekaterinburg Yerevan
                            """),
                    Map.entry(
                            "Atlantic",
                            """
                            Azores Bermuda Canary Cape_Verde Faeroe Jan_Mayen Reykjavik
                            South_Georgia St_Helena Stanley
                            """),
                    Map.entry(
                            "Australia",
                            """
                            Adelaide Brisbane Broken_Hill Darwin Hobart Lord_Howe Perth
                            Sydney
                            """),
                    Map.entry(
                            "Europe",
                            """
                            Amsterdam Andorra Athens Belgrade Berlin Brussels Bucharest
                            Budapest Chisinau Copenhagen Dublin Gibraltar Helsinki
                            Istanbul Kaliningrad Kiev Lisbon London Luxembourg Madrid
                            Malta Minsk Monaco Moscow Oslo Paris Prague Riga Rome Samara
                            Simferopol Sofia Stockholm Tallinn Tirane Vaduz Vienna
                            Vilnius Warsaw Zurich
                            """),
                    Map.entry(
                            "Indian",
                            """
                            Antananarivo Chagos Christmas Cocos Comoro Kerguelen Mahe
                            Maldives Mauritius Mayotte Reunion
                            """),
                    Map.entry(
                            "Pacific",
                            """
                            Apia Auckland Chatham Easter Efate Enderbury Fakaofo Fiji
                            Funafuti Galapagos Gambier Guadalcanal Guam Honolulu
                            Kiritimati Kosrae Majuro Marquesas Nauru Niue Norfolk Noumea
                            Pago_Pago Palau Pitcairn Ponape Port_Moresby Rarotonga
                            Saipan Tahiti Tarawa Tongatapu Truk Wake Wallis
                            """));

    /// All names but UTC.
    public static final Set<String> NAMES =
            CITIES.entrySet().stream()
                    .flatMap(region ->
                            Arrays.stream(region.getValue().strip().split("\\s+"))
                                    .map(city -> region.getKey() + "/" + city))
                    .collect(Collectors.toUnmodifiableSet());

    /// Names of the list that the model's pattern forbids.
    static final Set<String> BEYOND_THE_PATTERN =
            NAMES.stream()
                    .filter(name -> name.contains("-"))
                    .collect(Collectors.toUnmodifiableSet());

    private TimeZones() {}

    /// The zone that a CustomTimeZone means; UTC when it is absent or empty.
    ///
    /// @param kept what the stream has already, which stays as it is
    static ZoneId zone(Optional<String> custom, Optional<String> kept) {
        String name = custom.orElse("");
        if (name.isEmpty() || name.equals("UTC")) {
            return ZoneOffset.UTC;
        }
        if (!NAMES.contains(name) && !custom.equals(kept)) {
            throw FirehoseError.INVALID_ARGUMENT.because(
                    "CustomTimeZone %s is not supported. Use UTC or one of the names of the form"
                            + " Region/City in AWS's documentation of S3 object names.",
                    name);
        }
        return ZoneId.of(name);
    }
}
