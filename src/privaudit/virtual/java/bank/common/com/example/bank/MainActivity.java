package com.example.bank;

import android.app.Activity;
import android.app.AlertDialog;
import android.content.Intent;
import android.os.Bundle;
import android.text.InputType;
import android.view.View;
import android.widget.FrameLayout;
import android.widget.LinearLayout;
import android.widget.ScrollView;
import android.widget.TextView;
import android.widget.EditText;
import android.widget.CheckBox;

/** Home, transfer, branches and one's own account. */
public class MainActivity extends Activity {
    private FrameLayout content;
    private PrivacyDialog dialog;
    private String page = "";

    @Override
    protected void onCreate(Bundle savedInstanceState) {
        super.onCreate(savedInstanceState);
        setTitle("示例银行");
        content = new FrameLayout(this);
        content.setId(R.id.content_frame);
        LinearLayout root = Views.column(this);
        ScrollView scroll = new ScrollView(this);
        scroll.addView(content);
        root.addView(scroll);
        root.addView(tabs());
        setContentView(root);
        home();
        if (Consent.of(this) == Consent.State.UNDECIDED) {
            askConsent();
            Build.onFirstScreen(this);
        }
    }

    private View tabs() {
        LinearLayout bar = new LinearLayout(this);
        bar.setId(R.id.tab_bar);
        bar.setOrientation(LinearLayout.HORIZONTAL);
        bar.addView(Views.button(this, R.id.tab_home, "首页", this::home));
        bar.addView(Views.button(this, R.id.tab_transfer, "转账", this::transfer));
        bar.addView(Views.button(this, R.id.tab_branches, "附近网点", this::branches));
        bar.addView(Views.button(this, R.id.tab_me, "我的", this::me));
        return bar;
    }

    private void show(String name, LinearLayout view) {
        page = name;
        content.removeAllViews();
        if (Consent.of(this) == Consent.State.REFUSED) {
            view.addView(Views.text(this, R.id.browse_banner, "当前为仅浏览模式，未收集您的个人信息"), 1);
        }
        content.addView(view);
    }

    private void askConsent() {
        dialog = new PrivacyDialog(this, this::agreed, this::refused);
        dialog.show();
    }

    private void agreed() {
        Consent.set(this, Consent.State.AGREED);
        RiskControl.enrol(getApplicationContext());
        Build.onAgreed(this);
        home();
    }

    private void refused() {
        Consent.set(this, Consent.State.REFUSED);
        home();
        Build.onRefused(this);
    }

    private void withdrawn() {
        Consent.set(this, Consent.State.REFUSED);
        Build.onWithdrawn(this);
        home();
    }

    private boolean agreedAlready() {
        return Consent.of(this) == Consent.State.AGREED;
    }

    private void home() {
        show("home", Views.page(this, "示例银行",
                Views.text(this, R.id.page_text, "稳健理财 年化 2.10%"),
                Views.text(this, View.NO_ID, "大额存单 三年期 1.90%"),
                Views.text(this, View.NO_ID, "信用卡 开卡有礼")));
    }

    private void transfer() {
        if (!agreedAlready()) {
            show("transfer", Views.page(this, "转账",
                    Views.text(this, R.id.page_text, "转账需要登录；请先阅读并接受隐私政策。")));
            return;
        }
        EditText name = Views.field(this, R.id.payee_name, "收款人姓名", InputType.TYPE_CLASS_TEXT);
        EditText account = Views.field(this, R.id.payee_account, "收款账号", InputType.TYPE_CLASS_NUMBER);
        EditText amount = Views.field(this, R.id.amount, "金额", InputType.TYPE_CLASS_NUMBER);
        CheckBox save = new CheckBox(this);
        save.setId(R.id.save_payee);
        save.setText("保存收款人");
        LinearLayout form = Views.page(this, "转账", name, account, amount, save);
        Build.addTransferParts(this, form, account);
        form.addView(Views.button(this, R.id.transfer_next, "下一步",
                () -> confirm(name.getText().toString(), amount.getText().toString())));
        show("transfer", form);
        Build.onTransferOpened(this, account);
    }

    private void confirm(String name, String amount) {
        new AlertDialog.Builder(this)
                .setTitle("确认转账")
                .setMessage("向 " + name + " 转账 " + amount + " 元（演示，不会真的转账）")
                .setPositiveButton("知道了", null)
                .show();
    }

    private void branches() {
        LinearLayout view = Views.page(this, "附近网点");
        TextView list = Views.text(this, R.id.branch_list, "示例银行总行营业部\n示例银行人民路支行");
        view.addView(list);
        show("branches", view);
        if (agreedAlready()) {
            list.setText("允许使用位置信息后，可按距离查找附近网点。");
            BranchFinder.find(this, found -> runOnUiThread(() -> list.setText(found)));
        }
    }

    private void me() {
        LinearLayout view = Views.page(this, "我的");
        view.addView(Views.row(this, R.id.row_privacy, "隐私政策",
                () -> startActivity(new Intent(this, NoticeActivity.class))));
        Build.addAccountRows(this, view);
        view.addView(Views.row(this, R.id.row_settings, "设置", this::settings));
        show("me", view);
    }

    private void settings() {
        LinearLayout view = Views.page(this, "设置");
        if (agreedAlready()) {
            view.addView(Views.row(this, R.id.withdraw_consent, "撤回同意", this::askWithdrawal));
        } else {
            view.addView(Views.row(this, R.id.row_agree_again, "重新阅读隐私政策", this::askConsent));
        }
        show("settings", view);
    }

    private void askWithdrawal() {
        new AlertDialog.Builder(this)
                .setTitle("撤回对隐私政策的同意")
                .setMessage("撤回后将停止收集您的个人信息，仅可浏览公开内容。")
                .setNegativeButton("再想想", null)
                .setPositiveButton("确定撤回", (shown, which) -> withdrawn())
                .show();
    }

    @Override
    protected void onResume() {
        super.onResume();
        Build.onForeground(this);
    }

    @Override
    public void onBackPressed() {
        if ("home".equals(page)) {
            super.onBackPressed();
        } else {
            home();
        }
    }

    @Override
    public void onRequestPermissionsResult(int requestCode, String[] permissions, int[] grantResults) {
        super.onRequestPermissionsResult(requestCode, permissions, grantResults);
        BranchFinder.permissionAnswered(this, requestCode);
        Build.onPermissionAnswered(this, requestCode);
    }
}
