package com.example.bank;

/** Names of the app's views. */
public final class R {
    private R() {
    }

    /** Ids of views. */
    public static final class id {
        public static final int privacy_title = 0x7f080001;
        public static final int privacy_text = 0x7f080002;
        public static final int privacy_link = 0x7f080003;
        public static final int privacy_agree = 0x7f080004;
        public static final int privacy_refuse = 0x7f080005;
        public static final int tab_home = 0x7f080010;
        public static final int tab_transfer = 0x7f080011;
        public static final int tab_branches = 0x7f080012;
        public static final int tab_me = 0x7f080013;
        public static final int page_title = 0x7f080014;
        public static final int page_text = 0x7f080015;
        public static final int browse_banner = 0x7f080016;
        public static final int payee_name = 0x7f080020;
        public static final int payee_account = 0x7f080021;
        public static final int amount = 0x7f080022;
        public static final int save_payee = 0x7f080023;
        public static final int pick_contact = 0x7f080024;
        public static final int transfer_next = 0x7f080025;
        public static final int branch_list = 0x7f080030;
        public static final int row_privacy = 0x7f080040;
        public static final int row_complaint = 0x7f080041;
        public static final int row_settings = 0x7f080042;
        public static final int row_agree_again = 0x7f080043;
        public static final int withdraw_consent = 0x7f080044;
        public static final int notice_view = 0x7f080050;
        public static final int page_back = 0x7f080051;
        public static final int notice_progress = 0x7f080052;
        public static final int complaint_phone = 0x7f080060;
        public static final int complaint_email = 0x7f080061;
        public static final int complaint_address = 0x7f080062;
        public static final int complaint_process = 0x7f080063;
        public static final int content_frame = 0x7f080070;
        public static final int tab_bar = 0x7f080071;

        private id() {
        }
    }
}
